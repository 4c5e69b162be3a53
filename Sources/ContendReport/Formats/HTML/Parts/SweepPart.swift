import ContendModel

/// The curves of a sweep: pictures, what they show, and the figures.
struct SweepPart {
  private static let columns: [HTMLTable.Column] = [
    .init(title: "failing rounds"), .init(title: "p50 ms", isFigure: true),
    .init(title: "p99 ms", isFigure: true),
    .init(title: "calls/s", isFigure: true), .init(title: "statements per call", isFigure: true),
  ]

  let sweep: SweepSection

  init(_ sweep: SweepSection) { self.sweep = sweep }

  @MarkupBuilder var markup: [Markup] {
    let words = SweepWords(sweep)
    Markup.element("h2") { "Sweep over \(sweep.parameter)" }
    Markup.element("ul") {
      for curve in sweep.curves {
        Markup.element("li") {
          Markup.element("b") { curve.variant }
          " \(words.onset(curve))" + (words.growth(curve).map { "; \($0)" } ?? "")
        }
      }
    }
    Markup.element("figure") {
      Markup.element("div", ["class": "curves"]) { CurvePicture.all(of: sweep).map(\.markup) }
      Markup.element("figcaption") {
        "A ribbon is the 95% interval of the rate; variants differ in colour, dashes and marks."
      }
    }
    HTMLTable(
      "Every variant at every value",
      [.init(title: "variant"), .init(title: sweep.parameter, isFigure: true)] + Self.columns, rows
    ).markup
  }

  private var rows: [[[Markup]]] {
    sweep.curves.flatMap { curve in
      curve.points.map { point in
        let stress = point.stress
        let figures = [
          point.value, Words.failingRounds(stress), stress.latency.map { Figures.milliseconds($0.p50) },
          stress.latency.map { Figures.milliseconds($0.p99) }, stress.throughput.map { Figures.number($0) },
          stress.statementsPerCall.map { Figures.number($0) },
        ]
        return [[.text(curve.variant)]] + figures.map { [.text($0 ?? "—")] }
      }
    }
  }
}
