import ContendModel

/// Whether the bug showed itself, what it is, and whom it hit.
struct ControlBlock {
  let document: ResultDocument
  private var control: ControlSection { document.control }

  init(_ document: ResultDocument) { self.document = document }

  func lines(width: Int) -> [StyledText] {
    let role = document.command == .prove ? "Control" : "Variant"
    let heading = Layout.heading("\(role): \(control.variant)", width: width)
    var lines = [heading] + StyledText(control.title, .faint).wrapped(to: width)
    lines += Layout.hanging(mark + " ", summary, width: width)
    if let anomaly = control.anomaly {
      lines += Layout.hanging(.spaces(2), StyledText(anomaly.sentence), width: width)
      lines += anomaly.advice.flatMap { labelled("advice", $0, width) }
    }
    lines += control.failures.flatMap { FailureBlock($0).lines(width: width) }
    if let symptom = control.symptom { lines += labelled("symptom", symptom.sentence, width) }
    if let radius = control.blastRadius { lines += labelled("blast radius", Words.sentence(radius), width) }
    if let before = control.before { lines += labelled("before", before.sentence, width) }
    lines += control.notes.flatMap { labelled("note", $0, width) }
    return lines
  }

  private var mark: StyledText {
    let isProve = document.command == .prove
    if control.explore?.divergedAt != nil { return StyledText("?", .caution) }
    if control.reproduced { return isProve ? StyledText("✓", .good) : StyledText("✗", .bad) }
    guard !didNotRun else { return StyledText("?", .caution) }
    let isShown = !isProve && control.explore.map { $0.complete && $0.diverged == 0 } ?? true
    return isShown ? StyledText("✓", .good) : StyledText("?", .caution)
  }

  /// The run was stopped before; a sweep has its own figures.
  private var didNotRun: Bool { document.interrupted && !control.hasRun && document.sweep == nil }

  private var summary: StyledText {
    guard !didNotRun else { return StyledText("did not run", .heading) }
    let state = document.command == .prove ? "reproduced" : "fails"
    let denied = document.command == .prove ? "not reproduced" : "no failure seen"
    var text = StyledText(control.reproduced ? state : denied, .heading)
    if let step = control.explore?.divergedAt {
      text = StyledText("diverged at step \(step)" + (control.reproduced ? ", and fails" : ""), .heading)
    }
    if let anomaly = control.anomaly { text += ": " + StyledText(Words.name(anomaly), .bad) }
    if let expected = control.expectedClass, let found = control.anomaly?.anomalyClass {
      let note = StyledText(" expected \(expected.rawValue)", .caution)
      text += found == expected ? StyledText(" as expected", .faint) : note
    }
    return figures.reduce(text) { $0 + StyledText(" · ", .faint) + $1 }
  }

  private var figures: [String] {
    var figures: [String] = []
    if let rounds = Words.failingRounds(control.stress) { figures.append("rounds \(rounds)") }
    // Of a run that is not the recorded one, there is nothing to count.
    if let schedules = Words.schedules(control.explore), control.explore?.divergedAt == nil {
      figures.append("schedules \(schedules)")
    }
    // What no serial order gives is another sight of the same failure.
    let kinds = control.failures.count { !$0.kind.hasPrefix("oracle:") }
    if kinds > 1 { figures.append("\(kinds) kinds of failure") }
    return figures
  }

  private func labelled(_ label: String, _ text: String, _ width: Int) -> [StyledText] {
    Layout.hanging("  " + StyledText("\(label): ", .faint), StyledText(text), width: width)
  }
}
