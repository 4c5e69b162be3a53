/// What a reader of Markdown takes for code, and what not.
package enum MarkdownText {
  /// Code spans and blocks hold text verbatim; what is outside of them must be escaped.
  package static func withoutCode(_ markdown: String) -> String {
    var result = ""
    var rest = Substring(markdown)
    while let start = rest.firstIndex(of: "`") {
      if start > rest.startIndex, rest[rest.index(before: start)] == "\\" {
        result += rest[...start]
        rest = rest[rest.index(after: start)...]
        continue
      }
      result += rest[..<start]
      let fence = rest[start...].prefix { $0 == "`" }
      rest = rest[fence.endIndex...]
      guard let end = closing(fence, in: rest) else { break }
      rest = rest[end...]
    }
    return result + rest
  }

  /// Where a run of exactly as many backticks ends.
  private static func closing(_ fence: Substring, in text: Substring) -> Substring.Index? {
    var rest = text
    while let start = rest.firstIndex(of: "`") {
      let run = rest[start...].prefix { $0 == "`" }
      if run.count == fence.count { return run.endIndex }
      rest = rest[run.endIndex...]
    }
    return nil
  }
}
