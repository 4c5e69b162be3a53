extension ResultFormat {
  /// For a pull request; several results stand one below the other.
  package static let markdown = ResultFormat("markdown") { list in
    let results = list.documents.map { MarkdownReport($0).text }
    return (results + list.unrunnable.map(section)).joined(separator: "\n")
  }

  private static func section(_ scenario: UnrunnableScenario) -> String {
    let reason = scenario.reason.split(separator: "\n").map { Markdown.code(String($0)) }
    return "## \(Markdown.text(scenario.name)) could not be run\n\n"
      + reason.map { "- \($0)\n" }.joined()
  }
}
