/// Whether and how a terminal shows ink.
package struct Style: Hashable, Sendable {
  package var usesColor: Bool

  package init(usesColor: Bool) { self.usesColor = usesColor }

  package static let plain = Style(usesColor: false)
  package static let color = Style(usesColor: true)

  func paint(_ line: StyledText) -> String {
    line.runs.map(paint).joined()
  }

  /// Lines of text, each ended.
  func paint(_ lines: [StyledText]) -> String {
    lines.map { paint($0) + "\n" }.joined()
  }

  private func paint(_ run: StyledText.Run) -> String {
    guard usesColor, let code = Self.code(of: run.ink) else { return run.text }
    return "\u{1B}[\(code)m\(run.text)\u{1B}[0m"
  }

  /// Only the eight colours that every terminal theme defines.
  private static func code(of ink: Ink) -> String? {
    switch ink {
    case .plain: nil
    case .heading: "1"
    case .faint: "2"
    case .good: "32"
    case .bad: "31"
    case .caution: "33"
    case .accent: "36"
    }
  }
}

/// `--color`.
package enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  case auto, always, never

  /// Decides for `auto` by `NO_COLOR`, then `FORCE_COLOR`, then `TERM=dumb`, then the terminal.
  ///
  /// An empty `NO_COLOR` counts as absent (no-color.org); `FORCE_COLOR=0` and `false` turn colour off.
  package func style(environment: [String: String], isTerminal: Bool) -> Style {
    switch self {
    case .always: .color
    case .never: .plain
    case .auto: Style(usesColor: Self.automatic(environment, isTerminal: isTerminal))
    }
  }

  private static func automatic(_ environment: [String: String], isTerminal: Bool) -> Bool {
    if let value = environment["NO_COLOR"], !value.isEmpty { return false }
    if let value = environment["FORCE_COLOR"] { return value != "0" && value != "false" }
    return isTerminal && environment["TERM"] != "dumb"
  }
}
