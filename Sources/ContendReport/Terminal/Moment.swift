import ContendModel

/// What one client does at one point of an interleaving: it issues a step, or gets the late answer
/// to one that it issued earlier.
struct Moment {
  private static let longestStatement = 4
  private static let shownRows = 3

  let example: CounterexampleSection
  let step: StepSection
  /// Of the step, as people count.
  let index: Int
  let isIssue: Bool
  let isAnswer: Bool
  /// Clients that have an unanswered step at this point.
  let waiting: Set<Int>

  var client: Int { step.client }
  /// The step's number where it is issued; empty for a late answer.
  var number: String { isIssue ? String(index) : "" }

  /// All moments in order: after each step come the answers that had to wait for it.
  static func all(of example: CounterexampleSection) -> [Moment] {
    var moments: [Moment] = []
    var open: [(index: Int, step: StepSection)] = []
    func add(_ index: Int, _ step: StepSection, isIssue: Bool, isAnswer: Bool) {
      moments.append(
        Moment(
          example: example, step: step, index: index, isIssue: isIssue, isAnswer: isAnswer,
          waiting: Set(open.map(\.step.client))))
    }
    for (offset, step) in example.steps.enumerated() {
      let index = offset + 1
      let isLate = step.isUnanswered || (step.answeredAfterStep ?? index) > index
      add(index, step, isIssue: true, isAnswer: !isLate)
      if isLate { open.append((index, step)) }
      for late in open where late.step.answeredAfterStep == index {
        open.removeAll { $0.index == late.index }
        add(late.index, late.step, isIssue: false, isAnswer: true)
      }
    }
    return moments
  }

  func lines(width: Int) -> [StyledText] {
    var lines: [StyledText] = []
    if isIssue {
      lines += statement(width)
      if !step.values.isEmpty { lines += marked("→ ", values, width) }
      if step.blocked || !isAnswer { lines.append(wait.truncated(to: width)) }
    }
    if isAnswer { lines += answer(width) }
    return lines
  }

  private func statement(_ width: Int) -> [StyledText] {
    let prefix = step.attempt > 1 ? StyledText("attempt \(step.attempt): ", .faint) : StyledText()
    let lines = (prefix + StyledText(SafeText.collapsed(step.sql), .accent)).wrapped(to: width)
    if lines.count <= Self.longestStatement { return lines }
    let last = lines[Self.longestStatement - 1] + " …"
    return lines.prefix(Self.longestStatement - 1) + [last.truncated(to: width)]
  }

  private var values: String {
    step.values.enumerated().map { "$\($0 + 1) = \($1)" }.joined(separator: ", ")
  }

  private var wait: StyledText {
    let bar = StyledText(isAnswer ? "" : "│ ", .caution)
    guard step.blocked else { return bar + StyledText("running", .faint) }
    let names = step.blockedBy.map { example.name(ofClient: $0) }
    return bar + StyledText("waits" + (names.isEmpty ? "" : " for \(Words.list(names))"), .caution)
  }

  private func answer(_ width: Int) -> [StyledText] {
    let label = isIssue ? StyledText() : StyledText("└ \(index): ", .caution)
    let room = max(1, width - label.width)
    var lines = step.error.map { failure($0, room) } ?? result(room)
    if lines.isEmpty && !isIssue { lines = [StyledText("done", .faint)] }
    if let outcome = step.outcome {
      let ink: Ink = outcome == "ok" ? .good : outcome.hasPrefix("rejected") ? .caution : .bad
      lines += marked("■ ", "call \(step.call): \(outcome)", room, ink)
    }
    return lines.enumerated().map { ($0 == 0 ? label : .spaces(label.width)) + $1 }
  }

  private func failure(_ error: StepErrorSection, _ width: Int) -> [StyledText] {
    marked("✗ ", "\(error.sqlState) \(SafeText.collapsed(error.message))", width, .bad)
  }

  private func result(_ width: Int) -> [StyledText] {
    guard !step.rolledBack else {
      return marked("✗ ", "ROLLBACK: a statement before it had failed", width, .bad)
    }
    guard let rows = step.rows, !rows.columns.isEmpty, !rows.rows.isEmpty else {
      return step.rowCount.map { [StyledText(Figures.plural($0, "row"), .faint)] } ?? []
    }
    var lines = rows.rows.prefix(Self.shownRows).flatMap { row in
      let pairs = zip(rows.columns, row).map { "\($0) = \($1 ?? "NULL")" }
      return marked("← ", pairs.joined(separator: ", "), width)
    }
    let rest = rows.count - min(rows.rows.count, Self.shownRows)
    if rest > 0 { lines.append(StyledText("… \(Figures.plural(rest, "more row"))", .faint)) }
    return lines
  }

  private func marked(
    _ mark: String, _ text: String, _ width: Int, _ ink: Ink = .plain
  ) -> [StyledText] {
    Layout.hanging(StyledText(mark, ink == .plain ? .faint : ink), StyledText(text, ink), width: width)
  }
}

extension StepSection {
  /// It waits to the end: there is neither an answer nor a step after which one came.
  fileprivate var isUnanswered: Bool {
    blocked && answeredAfterStep == nil && rowCount == nil && rows == nil && error == nil
  }
}
