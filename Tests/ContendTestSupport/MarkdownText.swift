/// What a reader of Markdown takes for code, and what not.
package enum MarkdownText {
  /// Code spans and blocks hold text verbatim; what is outside of them must be escaped.
  ///
  /// It goes by scalars, as readers do.
  package static func withoutCode(_ markdown: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = markdown.unicodeScalars[...]
    while let start = rest.firstIndex(of: "`") {
      if start > rest.startIndex, rest[rest.index(before: start)] == "\\" {
        result += rest[...start]
        rest = rest[rest.index(after: start)...]
        continue
      }
      result += rest[..<start]
      let fence = rest[start...].prefix { $0 == "`" }
      rest = rest[fence.endIndex...]
      guard let end = closing(fence.count, in: rest) else { break }
      rest = rest[end...]
    }
    return String(result + rest)
  }

  /// Where a run of exactly as many backticks ends.
  private static func closing(
    _ count: Int, in text: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView.Index? {
    var rest = text
    while let start = rest.firstIndex(of: "`") {
      let run = rest[start...].prefix { $0 == "`" }
      if run.count == count { return run.endIndex }
      rest = rest[run.endIndex...]
    }
    return nil
  }
}
