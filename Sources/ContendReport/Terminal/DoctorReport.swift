package import ContendModel

/// One thing that a run needs, and whether it is there.
package struct DoctorFinding: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case good
    /// Runs work, but not as well as they could.
    case doubtful
    case missing
  }

  package var subject: String
  package var state: State
  package var detail: Message
  /// What to do about it; lines.
  package var remedy: Message

  package init(_ subject: String, _ state: State, _ detail: Message, remedy: Message = "") {
    self.subject = subject
    self.state = state
    self.detail = detail
    self.remedy = remedy
  }
}

/// What `contend doctor` prints: a line for each finding, with its remedy below.
package struct DoctorReport: Hashable, Sendable {
  package var findings: [DoctorFinding]

  package init(_ findings: [DoctorFinding]) { self.findings = findings }

  package func text(style: Style) -> String {
    let width = findings.map { TextWidth.of($0.subject) }.max() ?? 0
    return style.paint(findings.flatMap { lines($0, width) })
  }

  private func lines(_ finding: DoctorFinding, _ width: Int) -> [StyledText] {
    let head = mark(finding.state) + " " + StyledText(finding.subject, .heading).padded(to: width)
    let detail = Self.lines(of: finding.detail)
    let remedy = Self.lines(of: finding.remedy).map { "→ \($0)" }
    let more = (detail.dropFirst() + remedy).map { StyledText.spaces(width + 4) + StyledText($0) }
    return [head + "  " + (detail.first ?? "")] + more
  }

  private static func lines(of message: Message) -> [String] {
    message.text(on: .terminal).split(separator: "\n").map(String.init)
  }

  private func mark(_ state: DoctorFinding.State) -> StyledText {
    switch state {
    case .good: StyledText("✓", .good)
    case .doubtful: StyledText("!", .caution)
    case .missing: StyledText("✗", .bad)
    }
  }
}
