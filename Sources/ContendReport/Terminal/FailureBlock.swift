import ContendModel

/// One kind of failure: how often, why, and the rows that show it.
struct FailureBlock {
  private static let shownRows = 5

  let failure: FailureSection

  init(_ failure: FailureSection) { self.failure = failure }

  func lines(width: Int) -> [StyledText] {
    var label = "  " + StyledText(failure.kind, .accent)
    for figure in figures { label += StyledText(" · ", .faint) + figure }
    var lines = [label.truncated(to: width)]
    lines += Layout.hanging(.spaces(4), StyledText(failure.sentence), width: width)
    if let sample = failure.sample {
      lines += Layout.indented(Self.rows(sample, width: width - 4), by: 4)
    }
    return lines
  }

  /// Rows as a small table, with a line that counts those left out.
  static func rows(_ sample: RowSample, width: Int) -> [StyledText] {
    let columns = sample.columns.map { Table.Column(title: $0, shrinks: true) }
    let shown = sample.rows.prefix(shownRows)
    let cells = shown.map { row in
      row.map { value in value.map { StyledText($0) } ?? StyledText("NULL", .faint) }
    }
    var lines = Table(columns: columns, rows: cells).lines(width: width).map { $0.truncated(to: width) }
    if sample.count > shown.count {
      let rest = Figures.plural(sample.count - shown.count, "more row", "more rows")
      lines.append(StyledText("… \(rest)", .faint))
    }
    return lines
  }

  private var figures: [String] {
    var figures: [String] = []
    if let rounds = failure.rounds {
      var text = Figures.plural(rounds, "round")
      if let rate = failure.rate { text += " " + Figures.percent(rate) }
      if let interval = failure.interval { text += " " + Figures.interval(interval) }
      if let first = failure.firstRound { text += ", first in round \(first)" }
      figures.append(text)
    }
    if let schedules = failure.schedules { figures.append(Figures.plural(schedules, "schedule")) }
    return figures
  }
}
