import ContendModel
import ContendStatistics

/// The share of rounds that failed, each with its interval, on one logarithmic axis.
struct RatesPart {
  private struct Row {
    let name: String
    let stress: StressSection
    let rate: Double
    let interval: Interval
  }

  private let rows: [Row]

  init(_ document: ResultDocument) {
    guard document.sweep == nil else {
      rows = []
      return
    }
    let variants =
      [(document.control.variant, document.control.stress)] + document.fixes.map { ($0.name, $0.stress) }
    rows = variants.compactMap { name, stress in
      guard let stress, let rate = stress.failureRate, let interval = stress.interval else { return nil }
      return Row(name: name, stress: stress, rate: rate, interval: interval)
    }
  }

  @MarkupBuilder var markup: [Markup] {
    if !rows.isEmpty {
      let axis = LogAxis(
        from: LogAxis(holding: rows.flatMap { [$0.interval.low, $0.interval.high / 10] }).low, to: 1)
      let heading = [[[Markup.text("")], [axis.scale(Figures.percent)], []]]
      Markup.element("h2") { "How often rounds fail" }
      GraphTable(
        "Share of failing rounds with its 95% interval, logarithmic; a bar that starts at the left edge reaches down to zero",
        ["variant", "rate", "failing rounds"], heading + rows.map { cells($0, axis) }
      ).markup
    }
  }

  private func cells(_ row: Row, _ axis: LogAxis) -> [[Markup]] {
    let figures = Words.failingRounds(row.stress) ?? ""
    let look = row.stress.failedRounds > 0 ? HTMLStyle.bad : HTMLStyle.good
    let graph = axis.range(
      row.interval.low, row.interval.high, dot: row.rate > 0 ? row.rate : nil, look: look,
      title: "\(row.name): \(figures)")
    return [[.text(row.name)], [graph], [.text(figures)]]
  }
}

/// A table whose second column is a picture that takes the room there is.
struct GraphTable {
  let caption: String
  let titles: [String]
  let rows: [[[Markup]]]

  init(_ caption: String, _ titles: [String], _ rows: [[[Markup]]]) {
    self.caption = caption
    self.titles = titles
    self.rows = rows
  }

  var markup: Markup {
    .element("div", ["class": "wide", "role": "region", "aria-label": caption, "tabindex": "0"]) {
      Markup.element("table") {
        Markup.element("caption") { caption }
        Markup.element("thead") {
          Markup.element("tr") { for title in titles { Markup.element("th", ["scope": "col"]) { title } } }
        }
        Markup.element("tbody") {
          for row in rows {
            Markup.element("tr") {
              for (index, cell) in row.enumerated() {
                index == 0
                  ? Markup.element("th", ["scope": "row"]) { cell }
                  : Markup.element("td", ["class": index == 1 ? "graph" : nil]) { cell }
              }
            }
          }
        }
      }
    }
  }
}
