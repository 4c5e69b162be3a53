import ContendStatistics

/// The curves of a sweep: a row per variant and value, what they show, and a small picture of them.
struct SweepBlock {
  let sweep: SweepSection
  private let words: SweepWords

  init(_ sweep: SweepSection) {
    self.sweep = sweep
    words = SweepWords(sweep)
  }

  func lines(width: Int) -> [StyledText] {
    let rounds = Figures.plural(sweep.rounds, "round")
    let heading = "Sweep over \(sweep.parameter), \(rounds) a point, interleaved"
    return [Layout.heading(heading, width: width)] + table(width: width) + [StyledText()]
      + SweepPlot(sweep).lines(width: width) + [StyledText()]
      + sweep.curves.flatMap { findings($0, width: width) }
  }

  /// What is left out, in this order, until the table fits.
  private enum Saving: CaseIterable {
    case percent, throughput, median, statements
  }

  private func table(width: Int) -> [StyledText] {
    var savings: Set<Saving> = []
    var result = table(saving: savings)
    for saving in Saving.allCases where result.width > width {
      savings.insert(saving)
      result = table(saving: savings)
    }
    return result.lines(width: width)
  }

  private func table(saving savings: Set<Saving>) -> Table {
    let figures = Self.figures.filter { figure in !(figure.saving.map(savings.contains) ?? false) }
    let rows = sweep.curves.flatMap { curve in
      curve.points.enumerated().map { index, point in
        let stress = point.stress
        let failing = Words.failingRounds(stress, withPercent: !savings.contains(.percent))
        return [
          StyledText(index == 0 ? curve.variant : "", .heading), StyledText(point.value),
          Self.cell(failing, stress.failedRounds > 0 ? .bad : .plain),
        ] + figures.map { Self.cell($0.text(stress)) }
      }
    }
    let columns: [Table.Column] = [
      .init(title: "variant", shrinks: true),
      .init(title: sweep.parameter, alignment: .right, shrinks: true), .init(title: "failing rounds"),
    ]
    return Table(
      columns: columns + figures.map { .init(title: $0.title, alignment: .right) }, rows: rows)
  }

  private struct Figure {
    let title: String
    /// What leaves it out; nil keeps it.
    let saving: Saving?
    let text: @Sendable (StressSection) -> String?
  }

  private static let figures = [
    Figure(title: "p50 ms", saving: .median) { $0.latency.map { Figures.milliseconds($0.p50) } },
    Figure(title: "p99 ms", saving: nil) { $0.latency.map { Figures.milliseconds($0.p99) } },
    Figure(title: "calls/s", saving: .throughput) { $0.throughput.map { Figures.number($0) } },
    Figure(title: "statements/call", saving: .statements) { $0.statementsPerCall.map { Figures.number($0) } },
  ]

  private static func cell(_ text: String?, _ ink: Ink = .plain) -> StyledText {
    text.map { StyledText($0, ink) } ?? StyledText("—", .faint)
  }

  private func findings(_ curve: SweepCurveSection, width: Int) -> [StyledText] {
    let text = StyledText(curve.variant, .heading) + " " + StyledText(words.onset(curve))
    return Layout.hanging(Self.mark(curve), text, width: width)
      + (words.growth(curve).map { Layout.hanging("  " + StyledText(), StyledText($0), width: width) } ?? [])
  }

  private static func mark(_ curve: SweepCurveSection) -> StyledText {
    if curve.onset != nil { return StyledText("✗ ", .bad) }
    // Where no round ended nothing is known.
    let isKnown = curve.points.contains { $0.stress.rounds > 0 }
    return isKnown ? StyledText("✓ ", .good) : StyledText("? ", .caution)
  }
}
