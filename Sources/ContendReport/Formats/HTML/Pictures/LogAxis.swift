import ContendStatistics

/// A logarithmic axis from one power of ten to another, along the width of a picture that has no size of its own: places
/// are percentages.
struct LogAxis {
  private static let margin = 8.0

  let low: Double
  let high: Double

  /// The smallest axis that holds the values, from 1 on where none is above zero.
  init(holding values: [Double]) {
    let positive = values.filter { $0 > 0 && $0.isFinite }
    let powers = Self.powers
    let (least, most) = (positive.min() ?? 1, positive.max() ?? 10)
    let low = powers.last { $0 <= least } ?? powers[0]
    self.low = low
    high = powers.first { $0 >= most && $0 > low } ?? max(most, low * 10)
  }

  init(from low: Double, to high: Double) {
    self.low = low
    self.high = high
  }

  /// From a millionth to a billion: what shares and milliseconds can be.
  private static let powers: [Double] = [
    1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
  ]

  private var ticks: [Double] { Self.powers.filter { low <= $0 && $0 <= high } }

  /// Where a value stands; what is below the low end, zero among it, stands there.
  private func place(_ value: Double) -> String {
    let share = (max(value, low) / low).naturalLogarithm / (high / low).naturalLogarithm
    return Figures.json(Self.margin + min(1, share) * (100 - 2 * Self.margin)) + "%"
  }

  /// The head of the column: what the ticks say.
  func scale(_ text: (Double) -> String) -> Markup {
    picture("The scale, logarithmic from \(text(low)) to \(text(high))") {
      for tick in ticks {
        Markup.element(
          "text", ["x": place(tick), "y": "15", "text-anchor": "middle", "font-size": "11"]
        ) { text(tick) }
      }
    }
  }

  /// One row: a line between two values and a dot at a third.
  func range(_ from: Double, _ to: Double, dot: Double?, look: HTMLStyle.Look, title: String) -> Markup {
    picture(title) {
      for tick in ticks {
        line(tick, tick, y1: 0, y2: 20, class: "s-rule", stroke: "#d0d7de", width: "1")
      }
      line(from, to, y1: 10, y2: 10, class: "s-\(look.name)", stroke: look.color, width: "3")
      line(to, to, y1: 5, y2: 15, class: "s-\(look.name)", stroke: look.color, width: "2")
      if from > low {
        line(from, from, y1: 5, y2: 15, class: "s-\(look.name)", stroke: look.color, width: "2")
      }
      if let dot {
        Markup.element(
          "circle", ["class": look.name, "fill": look.color, "cx": place(dot), "cy": "10", "r": "5"])
      }
    }
  }

  private func line(
    _ from: Double, _ to: Double, y1: Int, y2: Int, class name: String, stroke: String, width: String
  ) -> Markup {
    .element(
      "line",
      [
        "class": name, "stroke": stroke, "stroke-width": width, "x1": place(from), "y1": "\(y1)",
        "x2": place(to),
        "y2": "\(y2)",
      ])
  }

  private func picture(_ title: String, @MarkupBuilder _ content: () -> [Markup]) -> Markup {
    .element("svg", ["role": "img", "width": "300", "height": "20", "fill": "currentColor"]) {
      Markup.element("title") { title }
      content()
    }
  }
}
