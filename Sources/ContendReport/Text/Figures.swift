import ContendStatistics
import ContendVerdict

/// Numbers as reports write them: as many digits as mean something, and never a rounding that
/// turns "almost" into "all".
enum Figures {
  /// A number with six significant digits, as JSON writes it.
  static func json(_ value: Double) -> String {
    let text = significant(value, digits: 6).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A share of 0…1: `0%`, `0.31%`, `5.3%`, `80%`, `99.9%`, `100%`.
  static func percent(_ share: Double) -> String {
    let percent = share * 100
    if share > 0 && share < 1 && percent >= 99.5 {
      return fixed(min(percent, 99.94), decimals: 1) + "%"
    }
    if percent == 0 || percent >= 10 { return fixed(percent, decimals: 0) + "%" }
    return trimmed(significant(percent, digits: 2)) + "%"
  }

  /// An interval of shares in a sentence: `0% to 5.3%`.
  static func range(_ interval: Interval) -> String {
    "\(percent(interval.low)) to \(percent(interval.high))"
  }

  /// `3 of 68`.
  static func share(_ share: Share) -> String { "\(grouped(share.count)) of \(grouped(share.of))" }

  static func interval(_ interval: Interval) -> String {
    "[\(percent(interval.low)), \(percent(interval.high))]"
  }

  /// Milliseconds without the unit: `0.42`, `8.3`, `31`, `1,250`.
  static func milliseconds(_ value: Double) -> String {
    switch value {
    case ..<1: fixed(value, decimals: 2)
    case ..<9.95: fixed(value, decimals: 1)
    default: grouped(value)
    }
  }

  /// A factor: `0.042×`, `1×`, `1.3×`, `25×`.
  static func factor(_ value: Double) -> String { number(value) + "×" }

  /// A factor with its interval: `1.3× (95% interval 1.2 to 1.4)`.
  static func factor(_ ratio: PairedRatio) -> String {
    "\(factor(ratio.ratio)) (95% interval \(number(ratio.interval.low)) to \(number(ratio.interval.high)))"
  }

  /// A number with two significant digits, more before the point: `0.042`, `1.3`, `25`, `1,250`.
  ///
  /// A bound is rounded up, so that it stays one.
  static func number(
    _ value: Double, rounding rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
  ) -> String {
    guard value.isFinite else { return value.isNaN ? "unknown" : "infinity" }
    if value.magnitude >= 1e15 { return json(value) }
    return value.magnitude < 9.95
      ? trimmed(significant(value, digits: 2, rule)) : grouped(Int(value.rounded(rule)))
  }

  /// Seconds as a person says them: `0.4 s`, `12 s`, `2 min 05 s`.
  static func seconds(_ value: Double) -> String {
    if value < 9.95 { return fixed(value, decimals: 1) + " s" }
    let whole = Int(value.rounded())
    if whole < 60 { return "\(whole) s" }
    let rest = whole % 60
    return "\(whole / 60) min \(rest < 10 ? "0" : "")\(rest) s"
  }

  /// `1 round`, `17 rounds`.
  static func plural(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  private static func grouped(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return json(value) }
    return grouped(Int(value.rounded()))
  }

  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = decimals == 0 ? 1.0 : decimals == 1 ? 10.0 : 100.0
    guard value.magnitude < 1e15 else { return json(value) }
    let scaled = Int((value * scale).rounded())
    let whole = scaled / Int(scale)
    if decimals == 0 { return String(whole) }
    let digits = String((scaled % Int(scale)).magnitude)
    return "\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  private static func trimmed(_ value: Double) -> String { json(value) }

  /// Rounds to so many significant digits without a detour through text.
  private static func significant(
    _ value: Double, digits: Int, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
  ) -> Double {
    guard value != 0, value.isFinite else { return value }
    var magnitude = value.magnitude
    var exponent = 0
    while magnitude >= 10 {
      magnitude /= 10
      exponent += 1
    }
    while magnitude < 1 {
      magnitude *= 10
      exponent -= 1
    }
    let shift = digits - 1 - exponent
    guard shift.magnitude <= 300 else { return value }
    let scale = power(ofTen: Int(shift.magnitude))
    let scaled = shift >= 0 ? value * scale : value / scale
    // A value such as 0.05 must not round up to 0.051 for the last bit of a product.
    let nearest = scaled.rounded()
    let digits = abs(scaled - nearest) < 1e-9 ? nearest : scaled.rounded(rule)
    return shift >= 0 ? digits / scale : digits * scale
  }

  private static func power(ofTen exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { result, _ in result * 10 }
  }
}
