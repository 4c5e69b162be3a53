extension ResultFormat {
  /// For a pull request; several results stand one below the other.
  package static let markdown = ResultFormat(
    "markdown", one: { MarkdownReport($0).text },
    many: { $0.map { MarkdownReport($0).text }.joined(separator: "\n") })
}
