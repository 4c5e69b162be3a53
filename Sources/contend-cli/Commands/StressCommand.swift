import ArgumentParser
import Contend

struct StressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stress",
    abstract: "Run one variant under free-running load.",
    discussion:
      "Rounds from fresh state until the rounds or the duration are used up; exits with 1 if one failed.")

  @Argument(
    help: "A scenario of the library by name, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String

  @Option(help: "The variant to run.")
  var variant = "buggy"

  @Option(help: "Rounds to run.")
  var rounds: Int?

  @Option(help: "How long to go on, such as 20s; 10s if --rounds is not given either.")
  var duration: TimeSpan?

  @OptionGroup var flags: RunFlags

  func validate() throws {
    if let rounds, rounds < 1 { throw ValidationError("--rounds is at least 1") }
  }

  func run() async throws {
    try await flags.run { options in
      try await Stress(
        try ScenarioFile.load(scenario), variant: variant, rounds: rounds, duration: duration?.duration,
        options: options
      ).run()
    }
  }
}
