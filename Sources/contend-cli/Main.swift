import ArgumentParser
import ContendRuns
import ContendLanguage
import ContendReport

/// `contend`: concurrency bugs reproduced, fixes judged.
@main
struct ContendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contend",
    abstract: "Reproduce a concurrency bug on a real PostgreSQL and judge its fixes.",
    discussion: """
      contend prove lost-update     the main job: the bug, every fix, a verdict for each
      contend list                  the scenarios of the library

      Exit codes: 0 eliminated (without --fix: all as expected), 1 not fixed, 2 inconclusive, 3 masked, \
      4 regressed, 64 usage, 65 bad scenario, 69 no server, 70 internal error, 77 refused for safety, \
      129, 130, 131 and 143 interrupted.
      """,
    version: BuildVersion.text,
    subcommands: [
      ProveCommand.self, ExploreCommand.self, ReplayCommand.self, StressCommand.self, SweepCommand.self,
      ListCommand.self,
      ShowCommand.self, InitCommand.self,
      CheckCommand.self, DoctorCommand.self, ServerCommand.self, CleanCommand.self,
      ReportCommand.self, MergeCommand.self,
    ])

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let complaint = arguments.first.flatMap(complaint) {
      Console.error(complaint)
      exit(withError: ExitCode(64))
    }
    ProcessArguments.hidePasswords()
    DescriptorLimit.raise()
    await run(arguments)
  }

  /// As the parser's own `main` does, except that what it says about wrong arguments steers no terminal.
  private static func run(_ arguments: [String]) async {
    do {
      var command = try parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let code = exitCode(for: error)
      guard !code.isSuccess, !(error is ExitCode) else { exit(withError: error) }
      Console.status(SafeText.lines(fullMessage(for: error)) + "\n")
      exit(withError: code)
    }
  }

  /// What is wrong with a first word that names no command; flags are the parser's.
  private static func complaint(about word: String) -> String? {
    let known = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard !word.hasPrefix("-"), word != "help", !known.contains(word) else { return nil }
    return "there is no command '\(word)'; "
      + (Suggestion.hint(for: word, among: known) ?? "see contend --help")
  }
}
