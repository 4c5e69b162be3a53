import ContendModel

/// Pieces of Markdown whose foreign text stays text: no markup, no HTML, no link, no mention.
enum Markdown {
  /// Text within a paragraph, a list item or a table cell.
  static func text(_ text: String) -> String {
    let line = SafeText.collapsed(SafeText.neutralised(text.replacingLines()))
    return withoutAddresses(SafeText.replaced(line, escaped))
  }

  /// Code within a line; the fence is longer than any run of backticks inside.
  static func code(_ text: String) -> String {
    let line = SafeText.neutralised(SafeText.collapsed(text.replacingLines()))
    let fence = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
    let needsSpace = line.unicodeScalars.first == "`" || line.unicodeScalars.last == "`" || line.isEmpty
    let inner = needsSpace ? " \(line) " : line
    // A table cell ends at a bar even within code.
    return fence + SafeText.replaced(inner) { $0 == "|" ? "\\|" : nil } + fence
  }

  /// A block of preformatted lines.
  static func block(_ lines: [StyledText]) -> String {
    let text = Style.plain.paint(lines)
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    return "\(fence)text\n\(text)\(fence)\n"
  }

  /// A line that readers do not see. Nothing but letters, figures, `:`, `_`, `.` and single hyphens can end up in it,
  /// so nothing ends it.
  static func comment(_ text: String) -> String {
    let words = text.split { !($0.isLetter || $0.isNumber || ":_.".contains($0)) }
    return "<!-- \(words.joined(separator: "-")) -->\n"
  }

  static func table(_ heading: [String], _ rows: [[String]]) -> String {
    let rule = heading.map { _ in "---" }
    return ([heading, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// Rows of a result as a table.
  static func rows(_ sample: RowSample, limit: Int = 5) -> String {
    let shown = sample.rows.prefix(limit)
    let cells = shown.map { $0.map { $0.map(text) ?? "*NULL*" } }
    let rest = sample.count - shown.count
    let more = rest > 0 ? "\n… \(Figures.plural(rest, "more row"))\n" : ""
    return table(sample.columns.map(text), Array(cells)) + more
  }

  /// A word joiner keeps what looks like an address from becoming a link.
  private static func withoutAddresses(_ text: String) -> String {
    var result = Array(text.unicodeScalars)
    for (address, broken) in [("://", ":\u{2060}//"), ("www.", "www\u{2060}.")] {
      result.replace(Array(address.unicodeScalars), with: Array(broken.unicodeScalars))
    }
    return String(String.UnicodeScalarView(result))
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "<": "&lt;"
    case ">": "&gt;"
    case "&": "&amp;"
    // A mention or a reference to an issue would notify people.
    case "@", "#": "\(scalar)\u{2060}"
    case "\\", "`", "*", "_", "{", "}", "[", "]", "|", "~", "$": "\\\(scalar)"
    default: nil
    }
  }

  private static func longestRun(of scalar: Unicode.Scalar, in text: String) -> Int {
    text.unicodeScalars.split(whereSeparator: { $0 != scalar }).map(\.count).max() ?? 0
  }
}

extension String {
  fileprivate func replacingLines() -> String {
    String(map { $0.isNewline ? " " : $0 })
  }
}
