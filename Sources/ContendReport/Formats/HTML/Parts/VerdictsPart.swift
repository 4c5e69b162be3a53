import ContendModel

/// The table of the control and its fixes.
struct VerdictsPart {
  private static let columns: [HTMLTable.Column] = [
    .init(title: "variant"), .init(title: "verdict"), .init(title: "expected"),
    .init(title: "failing rounds"),
    .init(title: "failing schedules", isFigure: true), .init(title: "p50 ms", isFigure: true),
    .init(title: "p99 ms", isFigure: true), .init(title: "throughput", isFigure: true),
  ]

  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  @MarkupBuilder var markup: [Markup] {
    let control = document.control
    let first = row(
      control.variant, [.text("control")], "", control.explore, control.stress,
      control.stress?.throughput == nil ? nil : Figures.factor(1))
    let fixes = document.fixes.map { fix in
      row(
        fix.name,
        (Words.mark(fix.verdict) + StyledText(" \(Words.short(fix.verdict))", Words.ink(fix.verdict))).markup,
        Words.expectation(fix), fix.explore, fix.stress, Words.throughputFactor(fix, control: control))
    }
    Markup.element("h2") { "Verdicts" }
    HTMLTable("The control and every fix that was judged", Self.columns, [first] + fixes).markup
  }

  private func row(
    _ name: String, _ verdict: [Markup], _ expectation: String, _ explore: ExploreSection?,
    _ stress: StressSection?, _ throughput: String?
  ) -> [[Markup]] {
    let latency = stress?.latency
    let figures = [
      Words.failingRounds(stress), Words.schedules(explore), latency.map { Figures.milliseconds($0.p50) },
      latency.map { Figures.milliseconds($0.p99) }, throughput,
    ]
    return [[.text(name)], verdict, [.text(expectation)]] + figures.map { [.text($0 ?? "—")] }
  }
}
