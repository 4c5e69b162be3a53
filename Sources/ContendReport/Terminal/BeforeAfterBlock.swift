/// What a fix changes for those who call: a row for the control and for every fix that ran under stress.
struct BeforeAfterBlock {
  private struct Figure {
    let title: String
    let text: @Sendable (StressSection, ComparisonSection?) -> String?
  }

  private static let figures = [
    Figure(title: "errors") { stress, _ in stress.errorRate.map(Figures.percent) },
    Figure(title: "p50 ms") { stress, _ in stress.latency.map { Figures.milliseconds($0.p50) } },
    Figure(title: "p99 ms") { stress, _ in stress.latency.map { Figures.milliseconds($0.p99) } },
    Figure(title: "p50 alone") { _, comparison in comparison?.aloneP50.map { Figures.factor($0.ratio) } },
    Figure(title: "calls/s") { stress, _ in stress.throughput.map { Figures.number($0) } },
    Figure(title: "statements") { stress, _ in stress.statementsPerCall.map { Figures.number($0) } },
    Figure(title: "retried") { stress, _ in stress.retryRate.map(Figures.percent) },
    Figure(title: "rejected") { stress, _ in stress.rejectRate.map(Figures.percent) },
  ]

  /// What calls wait for and what they hold, each per call.
  private static let waits = [
    Figure(title: "pool waits") { stress, _ in stress.resources.map { Figures.number($0.poolWaits) } },
    Figure(title: "pool wait ms") { stress, _ in stress.resources.map { Figures.milliseconds($0.poolWait) } },
    Figure(title: "lock wait ms") { stress, _ in stress.lockWaits.map { Figures.milliseconds($0.lockWait) } },
    Figure(title: "held ms") { stress, _ in stress.resources.map { Figures.milliseconds($0.connectionHeld) }
    },
    Figure(title: "services") { stress, _ in stress.resources.map { Figures.number($0.serviceCalls) } },
  ]

  /// Left out in this order until the table fits.
  private static let dispensable = ["p50 ms", "calls/s", "p50 alone", "statements", "services", "pool waits"]

  private let rows: [(name: String, stress: StressSection, comparison: ComparisonSection?)]

  init(_ document: ResultDocument) {
    let control = document.control.stress.map {
      (name: document.control.variant, stress: $0, comparison: ComparisonSection?.none)
    }
    let fixes = document.fixes.compactMap { fix in
      fix.stress.map { (name: fix.name, stress: $0, comparison: fix.comparison) }
    }
    rows = ([control].compactMap(\.self) + fixes).filter { $0.stress.calls > 0 }
  }

  /// Nothing to compare.
  var isEmpty: Bool { rows.count < 2 }

  /// The columns that say something; none where no call waited for a lock or used more than statements.
  private var waits: [Figure] {
    let isAny = rows.contains { $0.stress.resources != nil || ($0.stress.lockWaits?.sessions ?? 0) > 0 }
    guard isAny else { return [] }
    return Self.waits.filter { figure in rows.contains { figure.text($0.stress, nil) != nil } }
  }

  func lines(width: Int) -> [StyledText] {
    guard !isEmpty else { return [] }
    let waits = waits.isEmpty ? [] : [StyledText()] + fitting(waits, width).lines(width: width)
    return [Layout.heading("Before and after", width: width)]
      + fitting(Self.figures, width).lines(width: width) + waits
  }

  private func fitting(_ figures: [Figure], _ width: Int) -> Table {
    var figures = figures
    for title in Self.dispensable where table(figures).width > width {
      figures.removeAll { $0.title == title }
    }
    return table(figures)
  }

  private func table(_ figures: [Figure]) -> Table {
    Table(
      columns: [.init(title: "variant", shrinks: true)]
        + figures.map { .init(title: $0.title, alignment: .right) },
      rows: rows.map { row in
        [StyledText(row.name, .heading)]
          + figures.map { figure in
            figure.text(row.stress, row.comparison).map { StyledText($0) } ?? StyledText("—", .faint)
          }
      })
  }

  /// As HTML, one table below the other.
  var tables: [Markup] {
    guard !isEmpty else { return [] }
    let captions = ["Figures under stress", "What a call waits for and holds"]
    return zip(captions, [Self.figures] + (waits.isEmpty ? [] : [waits])).map { caption, figures in
      HTMLTable(
        caption, [.init(title: "variant")] + figures.map { .init(title: $0.title, isFigure: true) },
        rows.map { row in
          [[.text(row.name)]] + figures.map { [.text($0.text(row.stress, row.comparison) ?? "—")] }
        }
      ).markup
    }
  }

  /// As Markdown, one table below the other.
  var markdown: String {
    ([Self.figures] + (waits.isEmpty ? [] : [waits])).map(markdown).joined(separator: "\n")
  }

  private func markdown(_ figures: [Figure]) -> String {
    Markdown.table(
      ["variant"] + figures.map(\.title),
      rows.map { row in
        [Markdown.code(row.name)]
          + figures.map { $0.text(row.stress, row.comparison).map(Markdown.text) ?? "—" }
      })
  }
}
