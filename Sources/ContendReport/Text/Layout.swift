/// Ways to place lines below and beside each other.
enum Layout {
  /// The text wrapped beside a label, its further lines indented to the label's width.
  static func hanging(_ label: StyledText, _ text: StyledText, width: Int) -> [StyledText] {
    let indent = label.width
    return text.wrapped(to: max(20, width - indent)).enumerated().map { index, line in
      (index == 0 ? label : .spaces(indent)) + line
    }
  }

  static func indented(_ lines: [StyledText], by count: Int) -> [StyledText] {
    lines.map { $0.isEmpty ? $0 : .spaces(count) + $0 }
  }

  /// A heading with a rule to the right edge.
  static func heading(_ title: String, width: Int) -> StyledText {
    let text = StyledText(title, .heading)
    let rule = String(repeating: "─", count: max(3, width - text.width - 1))
    return text + " " + StyledText(rule, .faint)
  }

  /// Tabs as four spaces, which is what a caret below is counted by.
  static func untabbed(_ text: String) -> String {
    text.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    ")
  }
}
