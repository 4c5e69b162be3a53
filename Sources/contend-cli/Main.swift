import ArgumentParser
import Contend

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
      130 and 143 interrupted.
      """,
    version: contendVersion,
    subcommands: [
      ProveCommand.self, ExploreCommand.self, ReplayCommand.self, StressCommand.self, SweepCommand.self,
      ListCommand.self,
      ShowCommand.self, InitCommand.self,
      CheckCommand.self, DoctorCommand.self, ServerCommand.self, CleanCommand.self,
    ])

  /// Subcommands of the documented command line that are still to come.
  private static let planned: Set = ["merge", "report"]

  static func main() async {
    if CommandLine.arguments.count > 1, planned.contains(CommandLine.arguments[1]) {
      Console.error("'\(CommandLine.arguments[1])' is not available yet; see contend --help for what is")
      exit(withError: ExitCode(64))
    }
    let arguments = Array(CommandLine.arguments.dropFirst())
    ProcessArguments.hidePasswords()
    DescriptorLimit.raise()
    await main(arguments)
  }
}
