import ArgumentParser
import ContendRuns
import ContendModel
import ContendReport

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check scenario files without running them.",
    discussion: """
      Prints every error and warning with its file, line and column. Exits with 65 if there is an error.
      """)

  @Argument(
    help: "Scenario files, folders that contain them, or names of library scenarios.",
    completion: .file(extensions: ["sql"]))
  var files: [String]

  @OptionGroup(title: "Output") var output: OutputFlags

  func run() throws {
    var found: [Diagnostic] = []
    let files = files.flatMap(ScenarioFile.files)
    guard !files.isEmpty else {
      Console.error("no scenario files there: their names end in \(ScenarioFile.ending)")
      throw ExitCode(65)
    }
    var unread: ExitCode?
    for file in files {
      do {
        found += try ScenarioFile.check(file)
      } catch {
        unread = output.report(error)
      }
    }
    Console.output(DiagnosticsReport(found).text(style: output.color.outputStyle, width: Console.width))
    if found.contains(where: { $0.severity == .error }) { throw ExitCode(65) }
    if let unread { throw unread }
    if !output.quiet {
      Console.output("\(files.count == 1 ? files[0] : "\(files.count) files"): no errors\n")
    }
  }
}
