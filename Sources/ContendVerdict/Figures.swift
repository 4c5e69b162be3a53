import ContendStatistics

/// Numbers as the sentences of a verdict write them.
enum Figures {
  /// Two significant digits, more before the point; `infinity` as a word.
  static func number(
    _ value: Double, rounding rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
  ) -> String {
    guard value.isFinite else { return value.isNaN ? "unknown" : "infinity" }
    guard value > 0 else { return value == 0 ? "0" : "-" + number(-value, rounding: rule) }
    if value >= 1_000_000 { return "more than 1,000,000" }
    var decimals = 0
    var scale = 1.0
    while value * scale < 10, decimals < 12 {
      scale *= 10
      decimals += 1
    }
    // A value such as 0.05 must not round up to 0.051 for the last bit of a product.
    let scaled = value * scale
    let nearest = scaled.rounded()
    let digits = Int(abs(scaled - nearest) < 1e-9 ? nearest : scaled.rounded(rule))
    return decimals == 0 ? grouped(digits) : trimmed(digits, decimals: decimals)
  }

  /// A rate of 0...1 as `18%`; one below 1 never reads as 100%.
  static func percent(_ rate: Double) -> String {
    number(rate * 100, rounding: rate >= 0.99 ? .down : .toNearestOrAwayFromZero) + "%"
  }

  /// A ratio with its interval: `1.3× (95% interval 1.2 to 1.4)`.
  static func factor(_ ratio: PairedRatio) -> String {
    "\(number(ratio.ratio))× (95% interval \(number(ratio.interval.low)) to \(number(ratio.interval.high)))"
  }

  /// A count with its thousands apart: `12,345`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(abs(number)).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  private static func trimmed(_ digits: Int, decimals: Int) -> String {
    var text = String(digits)
    while text.count <= decimals { text = "0" + text }
    text.insert(".", at: text.index(text.endIndex, offsetBy: -decimals))
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
