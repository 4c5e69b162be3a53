import ArgumentParser
import ContendRuns
import ContendReport

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check whether this machine can run Contend, and say what to do if not.",
    discussion: "Exits with 0 if the server that a run would use works, and with 69 if not.")

  @OptionGroup(title: "Server") var server: ServerFlags

  @Option(help: "When to use colours.")
  var color: ColorChoice = .auto

  func run() async throws {
    let (findings, exitCode) = try await Doctor(server.options()).run()
    Console.output(DoctorReport(findings).text(style: color.outputStyle))
    throw ExitCode(exitCode)
  }
}
