import ArgumentParser
import ContendRuns
import ContendModel

struct ExploreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Run every relevant interleaving of one variant.",
    discussion: """
      The harness decides which client's statement runs next. Exits with 0 if nothing failed and the whole \
      scope was covered, with 1 if a schedule failed, and with 2 if nothing was shown.
      """)

  @Argument(
    help: "The name of a library scenario, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String

  @Option(help: "The variant to explore.")
  var variant = "buggy"

  @OptionGroup var explore: ExploreFlags
  @OptionGroup var flags: RunFlags

  func run() async throws {
    try await flags.run(scenario) { options in
      var options = options
      options.explore = explore.choice
      return try await ExploreRun(try ScenarioFile.load(scenario), variant: variant, options: options).run()
    }
  }
}
