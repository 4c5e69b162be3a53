/// The Markdown of a GitHub job's summary, which takes no more than a mebibyte in all.
package struct GitHubSummary: Hashable, Sendable {
  package static let longest = 900 * 1024

  package var list: ResultList

  package init(_ list: ResultList) { self.list = list }

  /// - Parameter limit: bytes; sections that do not fit are left out whole, and counted.
  package func text(limit: Int = longest) -> String {
    let sections = ResultFormat.markdownSections(of: list)
    var text = ""
    for (index, section) in sections.enumerated() {
      let left =
        "\n\(Figures.plural(sections.count - index, "more scenario")) left out: a summary has no more room.\n"
      // What follows must find room for the sentence that counts the rest.
      let needed = index == sections.count - 1 ? 0 : left.utf8.count
      guard text.utf8.count + section.utf8.count + 1 + needed <= limit else { return text + left }
      text += section + "\n"
    }
    return text
  }
}
