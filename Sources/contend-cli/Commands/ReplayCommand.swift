import ArgumentParser
import ContendRuns
import ContendModel

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Replay one recorded interleaving.",
    discussion: """
      Exits with 1 if it fails, with 0 if it does not, with 2 if it diverged from the recording, and with 64 \
      if --schedule is malformed.
      """)

  @Argument(
    help: "The name of a library scenario, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String

  @Option(help: "The variant to run.")
  var variant = "buggy"

  @Option(help: "A schedule from a report, such as 1221, or serial for one call after another.")
  var schedule: String

  @Option(help: "The reduction it was explored with; with none, BEGIN is a step of its own.")
  var reduction: Reduction = .auto

  @Flag(help: "Show each step and wait for the return key; without a terminal, show all steps.")
  var step = false

  @OptionGroup var flags: RunFlags

  func validate() throws { _ = try course }

  func run() async throws {
    let course = try course
    try await flags.run(scenario) { options in
      var options = options
      options.explore.reduction = reduction
      var replay = ReplayRun(
        try ScenarioFile.load(scenario), variant: variant, course: course, options: options)
      if step {
        replay.beforeStep = { words in
          guard !words.isEmpty else { return }
          guard StandardInput.isTerminal else { return Console.status(words + "\n") }
          Console.status("\(words) [return] ")
          _ = readLine()
        }
      }
      return try await replay.run()
    }
  }

  private var course: ReplayRun.Course {
    get throws {
      if schedule == "serial" { return .serial }
      guard let token = ScheduleToken(schedule) else {
        throw ValidationError(
          "--schedule \(schedule) is not a schedule: it names the client of each step, as in 122211, the way the "
            + "'replay:' line of a report writes it; or serial, one call after another")
      }
      return .schedule(token)
    }
  }
}
