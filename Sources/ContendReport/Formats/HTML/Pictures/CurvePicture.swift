import ContendStatistics

/// One figure of every variant over the values of a sweep.
struct CurvePicture {
  private static let looks = [
    HTMLStyle.bad, HTMLStyle.accent, HTMLStyle.good, HTMLStyle.caution, HTMLStyle.plain,
    HTMLStyle.faint,
  ]
  private static let dashes = ["none", "7 3", "2 3", "8 3 2 3", "4 2", "1 2"]
  private static let (left, right, top, bottom) = (46.0, 350.0, 26.0, 170.0)

  private let title: String
  private let sweep: SweepSection
  private let full: Double
  private let label: (Double) -> String
  private let figure: (StressSection) -> Double?
  private let ribbon: (StressSection) -> Interval?

  static func all(of sweep: SweepSection) -> [CurvePicture] {
    [
      CurvePicture(
        "failing rounds", sweep, full: 1, Figures.percent, { $0.failureRate }, ribbon: { $0.interval }),
      CurvePicture("p99 ms", sweep, full: nil, Figures.milliseconds, { $0.latency?.p99 }),
      CurvePicture("statements per call", sweep, full: nil, { Figures.number($0) }, { $0.statementsPerCall }),
    ].filter { $0.full > 0 }
  }

  /// `full` is the top of the axis; nil takes the largest value.
  private init(
    _ title: String, _ sweep: SweepSection, full: Double?, _ label: @escaping (Double) -> String,
    _ figure: @escaping (StressSection) -> Double?,
    ribbon: @escaping (StressSection) -> Interval? = { _ in nil }
  ) {
    self.title = title
    self.sweep = sweep
    self.full = full ?? sweep.curves.flatMap(\.points).compactMap { figure($0.stress) }.max() ?? 0
    self.label = label
    self.figure = figure
    self.ribbon = ribbon
  }

  private var height: Int { 210 + 16 * sweep.curves.count }

  private func x(_ index: Int) -> Double {
    let last = Double(max(1, sweep.values.count - 1))
    return Self.left + 10 + Double(index) / last * (Self.right - Self.left - 20)
  }

  private func y(_ value: Double) -> Double {
    Self.bottom - min(1, max(0, value / full)) * (Self.bottom - Self.top)
  }

  private func point(_ index: Int, _ value: Double) -> String {
    "\(Figures.json(x(index))),\(Figures.json(y(value)))"
  }

  var markup: Markup {
    .element(
      "svg",
      [
        "role": "img", "width": "360", "height": "\(height)", "viewBox": "0 0 360 \(height)",
        "font-family": "sans-serif", "font-size": "12", "fill": "currentColor",
      ]
    ) {
      let name = "\(title) over \(sweep.parameter)"
      Markup.element("title") { name }
      text(name, x: Self.left, y: 14)
      axes
      for (index, curve) in sweep.curves.enumerated() { drawn(curve, index) }
    }
  }

  @MarkupBuilder private var axes: [Markup] {
    for share in [0, 0.5, 1] {
      let height = y(share * full)
      line(Self.left, height, Self.right, height, class: "s-rule", stroke: "#d0d7de")
      text(label(share * full), x: Self.left - 4, y: height + 4, anchor: "end")
    }
    for (index, value) in sweep.values.enumerated() { text(value, x: x(index), y: 186, anchor: "middle") }
  }

  @MarkupBuilder private func drawn(_ curve: SweepCurveSection, _ number: Int) -> [Markup] {
    let look = Self.looks[number % Self.looks.count]
    let dash = Self.dashes[number % Self.dashes.count]
    let points = curve.points.enumerated().compactMap { index, point in
      figure(point.stress).map { (index: index, value: $0) }
    }
    let bounds = curve.points.enumerated().compactMap { index, point in
      ribbon(point.stress).map { (index: index, interval: $0) }
    }
    if bounds.count > 1 {
      let edge =
        bounds.map { point($0.index, $0.interval.high) }
        + bounds.reversed().map { point($0.index, $0.interval.low) }
      Markup.element(
        "polygon",
        [
          "class": look.name, "fill": look.color, "fill-opacity": "0.1",
          "points": edge.joined(separator: " "),
        ])
    }
    Markup.element(
      "polyline",
      [
        "class": "s-\(look.name)", "stroke": look.color, "stroke-width": "2", "fill": "none",
        "stroke-dasharray": dash,
        "points": points.map { point($0.index, $0.value) }.joined(separator: " "),
      ])
    for point in points { mark(x(point.index), y(point.value), number) }
    let legend = 206.0 + Double(number) * 16
    line(
      Self.left, legend - 4, Self.left + 30, legend - 4, class: "s-\(look.name)", stroke: look.color,
      dash: dash)
    mark(Self.left + 15, legend - 4, number)
    text(curve.variant, x: Self.left + 38, y: legend)
  }

  /// Another shape for each curve.
  private func mark(_ x: Double, _ y: Double, _ number: Int) -> Markup {
    let look = Self.looks[number % Self.looks.count]
    let shape =
      switch number % 3 {
      case 0: "m-4 -4h8v8h-8z"
      case 1: "m0 -5l5 5l-5 5l-5 -5z"
      default: "m0 -5l5 9h-10z"
      }
    return .element(
      "path", ["class": look.name, "fill": look.color, "d": "M\(Figures.json(x)) \(Figures.json(y))\(shape)"])
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String, stroke: String,
    dash: String = "none"
  ) -> Markup {
    .element(
      "line",
      [
        "class": name, "stroke": stroke, "stroke-dasharray": dash, "x1": Figures.json(x1),
        "y1": Figures.json(y1),
        "x2": Figures.json(x2), "y2": Figures.json(y2),
      ])
  }

  private func text(_ text: String, x: Double, y: Double, anchor: String = "start") -> Markup {
    .element("text", ["x": Figures.json(x), "y": Figures.json(y), "text-anchor": anchor]) { text }
  }
}
