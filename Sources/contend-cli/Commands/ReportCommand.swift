import ArgumentParser
import ContendReport
import ContendRuns

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make every format again from stored results.",
    discussion: """
      Reads what --json wrote, of one scenario or of many, and runs nothing. Results of several files become \
      one report.
      """)

  @Argument(help: "Stored results.", completion: .file(extensions: ["json"]))
  var results: [String]

  @OptionGroup(title: "Output") var output: OutputFlags

  func run() throws {
    try output.requireFolders()
    var documents: [ResultDocument] = []
    for path in results { documents += try StoredResults.read(path) }
    if documents.count == 1 { return try output.present(documents[0]) }
    try output.present(ResultList(documents), of: documents.count)
  }
}

/// Results that an earlier run wrote with `--json`.
enum StoredResults {
  /// Exits where the file is no result of this schema.
  static func read(_ path: String) throws -> [ResultDocument] {
    let text: String
    do {
      text = try ScenarioFile.read(path)
    } catch {
      throw Console.report(error)
    }
    do {
      return try ResultDocument.list(json: text)
    } catch {
      Console.error("\(path): \(error)")
      throw ExitCode(65)
    }
  }
}
