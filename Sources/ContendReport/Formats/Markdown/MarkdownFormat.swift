extension ResultFormat {
  /// For a pull request; several results stand one below the other.
  package static let markdown = ResultFormat("markdown") { markdownSections(of: $0).joined(separator: "\n") }

  /// The report on an incident; several stand one below the other.
  package static let analysis = ResultFormat("markdown") { list in
    (list.documents.map { AnalysisReport($0).text } + list.unrunnable.map(section)).joined(separator: "\n")
  }

  /// A section for each scenario.
  static func markdownSections(of list: ResultList) -> [String] {
    list.documents.map { MarkdownReport($0).text } + list.unrunnable.map(section)
  }

  private static func section(_ scenario: UnrunnableScenario) -> String {
    let reason = scenario.reason.split(separator: "\n").map { Markdown.code(String($0)) }
    return "## \(Markdown.text(scenario.name)) could not be run\n\n"
      + reason.map { "- \($0)\n" }.joined()
  }
}
