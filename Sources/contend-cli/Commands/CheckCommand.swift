import ArgumentParser
import Contend
import ContendModel
import ContendReport

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what is wrong with scenario files, without running them.")

  @Argument(help: "Scenario files, or folders of them.", completion: .file(extensions: ["sql"]))
  var files: [String]

  @OptionGroup(title: "Output") var output: OutputFlags

  func run() throws {
    var found: [Diagnostic] = []
    let files = files.flatMap(ScenarioFile.files)
    guard !files.isEmpty else {
      Console.error("no scenario files there: their names end in \(ScenarioFile.ending)")
      throw ExitCode(65)
    }
    for file in files {
      do {
        found += try ScenarioFile.check(file)
      } catch {
        throw output.report(error)
      }
    }
    let hasErrors = found.contains { $0.severity == .error }
    Console.status(DiagnosticsReport(found).text(style: output.errorStyle, width: Console.width))
    if hasErrors { throw ExitCode(65) }
    if !output.quiet {
      Console.output("\(files.count == 1 ? files[0] : "\(files.count) files"): no errors\n")
    }
  }
}
