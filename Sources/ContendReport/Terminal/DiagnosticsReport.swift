package import ContendModel

/// What is wrong with a scenario, as a compiler would say it.
package struct DiagnosticsReport: Hashable, Sendable {
  package var diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// Every diagnostic with its line, a caret and its hint, then a line that counts them.
  package func text(style: Style, width: Int) -> String {
    guard !diagnostics.isEmpty else { return "" }
    var lines: [StyledText] = []
    for diagnostic in diagnostics { lines += self.lines(diagnostic, width) + [StyledText()] }
    return style.paint(lines + [StyledText(count, .heading)])
  }

  /// Such as `3 errors, 1 warning`.
  package var count: String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    var parts: [String] = []
    if errors > 0 { parts.append(Figures.plural(errors, "error")) }
    if warnings > 0 { parts.append(Figures.plural(warnings, "warning")) }
    return parts.isEmpty ? "no errors" : parts.joined(separator: ", ")
  }

  private func lines(_ diagnostic: Diagnostic, _ width: Int) -> [StyledText] {
    let ink: Ink = diagnostic.severity == .error ? .bad : .caution
    // Not wrapped: editors and terminals find `file:line:column:` at the start of one line.
    var lines = [
      StyledText("\(diagnostic.location): ", .heading)
        + StyledText("\(diagnostic.severity.rawValue): ", ink) + diagnostic.message
    ]
    if let excerpt = diagnostic.excerpt {
      lines += excerptLines(excerpt, at: diagnostic.location, ink)
    }
    if let hint = diagnostic.hint {
      let label = StyledText("  hint: ", .accent)
      lines += Layout.hanging(label, StyledText(hint), width: width)
    }
    return lines
  }

  private func excerptLines(
    _ excerpt: String, at location: SourceLocation, _ ink: Ink
  ) -> [StyledText] {
    let number = StyledText("\(location.line) │ ", .faint)
    let before = String(excerpt.prefix(max(0, location.column - 1)))
    let indent = number.width + TextWidth.of(SafeText.neutralised(Layout.untabbed(before)))
    return [
      "  " + number + Layout.untabbed(excerpt),
      StyledText.spaces(2 + indent) + StyledText("^", ink),
    ]
  }
}
