import ArgumentParser
import Contend

struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Reproduce the bug and judge its fixes.",
    discussion: """
      Runs the buggy variant and every fix side by side against a real PostgreSQL and gives a verdict for \
      each fix. Without --fix the exit code says whether every fix was judged as the scenario expects.
      """)

  @Argument(
    help: "A scenario of the library by name, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String

  @Option(name: .customLong("fix"), parsing: .singleValue, help: "Judge only this fix; may be repeated.")
  var fixes: [String] = []

  @Option(help: "Exit with 2 unless every eliminated fix is eliminated_proved.")
  var require: Requirement?

  @OptionGroup var explore: ExploreFlags
  @OptionGroup var flags: RunFlags

  enum Requirement: String, ExpressibleByArgument, CaseIterable {
    case proved
  }

  func run() async throws {
    try await flags.run { options in
      var options = options
      options.explore = explore.choice
      var prove = Prove(try ScenarioFile.load(scenario), fixNames: fixes, options: options)
      prove.requiresProof = require == .proved
      return try await prove.run()
    }
  }
}
