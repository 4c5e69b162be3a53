import ArgumentParser
import ContendRuns

struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Reproduce the bug and judge its fixes.",
    discussion: """
      Runs the buggy variant and every fix side by side against a real PostgreSQL and gives a verdict for \
      each fix. Without --fix the exit code says whether every fix was judged as the scenario expects.
      """)

  @Argument(
    help: "The name of a library scenario, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String?

  @Flag(
    help: """
      Prove every scenario of the library and print one table; --json writes a list. The budget covers all \
      of them. Default: 10min.
      """)
  var all = false

  @Option(
    name: .customLong("fix"), parsing: .singleValue,
    help: "Judge this fix only. Repeat the option for several fixes.")
  var fixes: [String] = []

  @Option(help: "Exit with 2 unless every eliminated fix is proved (eliminated_proved).")
  var require: Requirement?

  @OptionGroup var explore: ExploreFlags
  @OptionGroup var flags: RunFlags

  enum Requirement: String, ExpressibleByArgument, CaseIterable {
    case proved
  }

  func validate() throws {
    if all == (scenario != nil) {
      throw ValidationError("name one scenario, or give --all for every one of the library")
    }
    if all, !fixes.isEmpty || !flags.parameters.isEmpty {
      throw ValidationError("--fix and --param belong to one scenario, not to --all")
    }
  }

  func run() async throws {
    guard let scenario else { return try await runAll() }
    try await flags.run { options in
      var options = options
      options.explore = explore.choice
      var prove = ProveRun(try ScenarioFile.load(scenario), fixNames: fixes, options: options)
      prove.requiresProof = require == .proved
      return try await prove.run()
    }
  }

  private func runAll() async throws {
    let paths = try ListCommand.library()
    let outcome = try await flags.supervise { options in
      var options = options
      options.explore = explore.choice
      if flags.budget == nil { options.budget = LibraryRun.usualBudget }
      var library = LibraryRun(paths: paths, options: options)
      library.requiresProof = require == .proved
      return await library.run()
    }
    try flags.output.present(outcome, of: paths.count)
    throw ExitCode(outcome.isInterrupted ? Interrupts.exitCode ?? outcome.exitCode : outcome.exitCode)
  }
}
