import ContendModel

/// Why each fix got its verdict, as sentences.
struct ReasonsBlock {
  let document: ResultDocument
  let detail: TerminalReport.Detail

  init(_ document: ResultDocument, _ detail: TerminalReport.Detail) {
    self.document = document
    self.detail = detail
  }

  func lines(width: Int) -> [StyledText] {
    Array(document.fixes.map { lines($0, width: width) }.joined(separator: [StyledText()]))
  }

  private func lines(_ fix: FixSection, width: Int) -> [StyledText] {
    let verdict = StyledText(fix.verdict.rawValue, Words.ink(fix.verdict))
    let expectation = StyledText(", \(Words.expectation(fix))", fix.meetsExpectation ? .faint : .caution)
    let heading = StyledText(fix.name, .heading) + ": " + verdict + expectation
    var lines = Layout.hanging(Words.mark(fix.verdict) + " ", heading, width: width)
    if !fix.title.isEmpty {
      lines += Layout.hanging(.spaces(2), StyledText(fix.title, .faint), width: width)
    }
    lines += fix.reasons.flatMap { Layout.hanging("  • " + StyledText(), StyledText($0), width: width) }
    lines += fix.notes.flatMap { labelled("note", $0, width) }
    if let explore = fix.explore, fix.verdict == .eliminatedProved || detail == .full {
      lines += labelled("covered", explore.coverage, width)
    }
    return lines + interleaving(fix, width: width)
  }

  private func labelled(_ label: String, _ text: String, _ width: Int) -> [StyledText] {
    Layout.hanging("  " + StyledText("\(label): ", .faint), StyledText(text), width: width)
  }

  /// The picture of a failure that nobody expected; with full detail, of every one.
  private func interleaving(_ fix: FixSection, width: Int) -> [StyledText] {
    guard !fix.meetsExpectation || document.fixes.count == 1 || detail == .full,
      let example = fix.explore?.counterexample ?? fix.stress?.counterexample
    else { return [] }
    let replay = Invocation(document).replay(variant: fix.name, example)
    let lanes = Swimlanes(example, replay: replay).lines(width: width - 2)
    return [StyledText()] + Layout.indented(lanes, by: 2)
  }
}
