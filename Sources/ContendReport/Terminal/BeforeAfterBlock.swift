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
    Figure(title: "calls/s") { stress, _ in stress.throughput.map(Figures.count) },
    Figure(title: "statements") { stress, _ in stress.statementsPerCall.map(Figures.count) },
    Figure(title: "retried") { stress, _ in stress.retryRate.map(Figures.percent) },
    Figure(title: "rejected") { stress, _ in stress.rejectRate.map(Figures.percent) },
  ]

  /// Left out in this order until the table fits.
  private static let dispensable = ["p50 ms", "calls/s", "p50 alone", "statements"]

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

  func lines(width: Int) -> [StyledText] {
    guard !isEmpty else { return [] }
    var figures = Self.figures
    var table = table(figures)
    for title in Self.dispensable where table.width > width {
      figures.removeAll { $0.title == title }
      table = self.table(figures)
    }
    return [Layout.heading("Before and after", width: width)] + table.lines(width: width)
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

  /// The headings of the Markdown table.
  var titles: [String] { ["variant"] + Self.figures.map(\.title) }

  var markdownRows: [[String]] {
    rows.map { row in
      [Markdown.code(row.name)]
        + Self.figures.map { $0.text(row.stress, row.comparison).map(Markdown.text) ?? "—" }
    }
  }
}
