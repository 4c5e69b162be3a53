#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Value {
  /// The number as a decimal; nil for what is not a number.
  var decimalValue: Decimal? {
    switch self {
    case .integer(let value): Decimal(value)
    case .decimal(let value): value
    case .null, .boolean, .string, .array: nil
    }
  }

  @usableFromInline var isZero: Bool { decimalValue == 0 }

  /// The number as binary floating point, for the functions of analysis.
  public var doubleValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value): Double(value.description)
    case .null, .boolean, .string, .array: nil
    }
  }

  static func checked(_ value: Decimal) throws(EvaluationError) -> Value {
    guard value.isFinite else { throw .overflow }
    return .decimal(value)
  }

  /// The shortest decimal that reads back as this number, which `Decimal.init(_: Double)` is not.
  static func decimal(of value: Double) throws(EvaluationError) -> Value {
    guard value.isFinite, let decimal = Decimal(string: "\(value)"), decimal.isFinite else { throw .overflow }
    return .decimal(decimal)
  }
}

extension Decimal {
  /// Without what is behind the point.
  var truncated: Decimal {
    let text = description
    guard let point = text.firstIndex(of: ".") else { return self }
    return Decimal(string: String(text[..<point])) ?? 0
  }

  /// The nearest whole number, the even one of two that are as near.
  var roundedHalfToEven: Decimal {
    let whole = truncated
    let rest = self < 0 ? whole - self : self - whole
    let half = Decimal(sign: .plus, exponent: -1, significand: 5)
    let isOdd = (whole / 2).truncated * 2 != whole
    guard rest > half || (rest == half && isOdd) else { return whole }
    return self < 0 ? whole - 1 : whole + 1
  }

  /// The whole number it is or, cut off, contains; nil outside 64 bits.
  var truncatedInteger: Int64? {
    let text = description
    return Int64(text.prefix { $0 != "." })
  }
}
