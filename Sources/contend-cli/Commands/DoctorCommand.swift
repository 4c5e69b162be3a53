import ArgumentParser
import ContendRuns
import ContendReport

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what a run needs and does not find, with the remedy.",
    discussion: "Exits with 0 if the server that a run would use works, else with 69.")

  @OptionGroup(title: "Server") var server: ServerFlags

  @Option(help: "Colours: auto, always or never.")
  var color: ColorChoice = .auto

  func run() async throws {
    let (findings, exitCode) = try await Doctor(server.options()).run()
    Console.output(DoctorReport(findings).text(style: color.outputStyle))
    throw ExitCode(exitCode)
  }
}
