import ContendModel
import ContendReport

extension FuzzTarget {
  /// Stored results: what can be read is shown in every format, as it is and redacted.
  ///
  /// The text is a result, or edits of one (`ResultEdits`): few mutations of JSON are still a result.
  package static let result = FuzzTarget("result") { text in
    let json = text.hasPrefix("edit") ? ResultEdits.applied(text) : text
    guard let documents = try? ResultDocument.list(json: json) else { return [] }
    return violations(documents) + violations(documents.map { $0.redacted() })
  }

  private static func violations(_ documents: [ResultDocument]) -> [String] {
    let faults = documents.map { document in
      UnrunnableScenario(
        name: document.scenario.name, file: document.scenario.file, exitCode: 65,
        message: document.scenario.title)
    }
    let list = ResultList(documents, unrunnable: faults)
    var found = violations(list)
    for document in documents {
      found += OutputCheck.terminal(TerminalReport(document, width: 100, detail: .full).text(style: .plain))
      if let json = try? document.json() {
        let again = (try? ResultDocument(json: json)).flatMap { try? $0.json() }
        if again != json { found.append("JSON reads back as something else") }
      }
    }
    return found
  }

  private static func violations(_ list: ResultList) -> [String] {
    var found = OutputCheck.annotations(GitHubAnnotations(list).text)
    found += OutputCheck.markdown(GitHubSummary(list).text())
    found += text(.html, list).map(OutputCheck.html) ?? ["html throws"]
    found += text(.junit, list).map(OutputCheck.xml) ?? ["junit throws"]
    found += text(.markdown, list).map(OutputCheck.markdown) ?? ["markdown throws"]
    found += text(.sarif, list).map(OutputCheck.json) ?? ["sarif throws"]
    return found
  }

  private static func text(_ format: ResultFormat, _ list: ResultList) -> String? {
    try? format.text(of: list)
  }
}
