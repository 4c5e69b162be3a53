import ContendModel

/// What a fix changes for those who call: latency as pictures, and the figures before and after.
struct LatencyPart {
  private let rows: [(name: String, latency: LatencySection)]
  private let change: BeforeAfterBlock

  init(_ document: ResultDocument) {
    let variants =
      [(document.control.variant, document.control.stress?.latency)]
      + document.fixes.map { ($0.name, $0.stress?.latency) }
    rows = document.sweep == nil ? variants.compactMap { name, latency in latency.map { (name, $0) } } : []
    change = BeforeAfterBlock(document)
  }

  @MarkupBuilder var markup: [Markup] {
    if !rows.isEmpty {
      let axis = LogAxis(holding: rows.flatMap { [$0.latency.p50, $0.latency.p99] })
      let scale = [[[Markup.text("")], [axis.scale { "\(Figures.milliseconds($0))" }], []]]
      Markup.element("h2") { change.isEmpty ? "Latency" : "Before and after" }
      GraphTable(
        "Latency of calls in ms, logarithmic: the dot is the median, the bar ends at the 99th percentile",
        ["variant", "p50 to p99", "ms"],
        scale + rows.map { cells($0.name, $0.latency, axis) }
      ).markup
    }
    change.tables
  }

  private func cells(_ name: String, _ latency: LatencySection, _ axis: LogAxis) -> [[Markup]] {
    let figures = "\(Figures.milliseconds(latency.p50)) to \(Figures.milliseconds(latency.p99))"
    let graph = axis.range(
      latency.p50, latency.p99, dot: latency.p50, look: HTMLStyle.accent, title: "\(name): \(figures) ms")
    return [[.text(name)], [graph], [.text(figures)]]
  }
}
