#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Value {
  /// The value of a column from PostgreSQL's text output; `nil` text is NULL.
  ///
  /// Whole numbers, Booleans, numbers and arrays of them become values that expressions can calculate
  /// with; everything else stays text that keeps its type.
  public init(text: String?, type: TypeOID) {
    guard let text else {
      self = .null
      return
    }
    if let element = type.arrayElement, let array = ArrayLiteral.parse(text, element: element) {
      self = array
    } else {
      self = Self.scalar(text, type) ?? .string(text, type: type)
    }
  }

  private static func scalar(_ text: String, _ type: TypeOID) -> Value? {
    switch type {
    case .int2, .int4, .int8: Int64(text).map { .integer($0) }
    case .bool: text == "t" ? .boolean(true) : text == "f" ? .boolean(false) : nil
    case .numeric, .float4, .float8: exactDecimal(text).map { .decimal($0) }
    default: nil
    }
  }

  /// Nil where a `Decimal` would be another number: NaN, infinity, more than 38 digits.
  private static func exactDecimal(_ text: String) -> Decimal? {
    let mantissa = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
    let digits = mantissa.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    let marks = mantissa.filter { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    guard digits.count + marks.count == mantissa.count else { return nil }
    let significant = digits.drop { $0 == UInt8(ascii: "0") }.count
    guard !digits.isEmpty, significant <= 38, let value = Decimal(string: text), value.isFinite else {
      return nil
    }
    // Below its smallest exponent a Decimal becomes 0.
    return value == 0 && significant > 0 ? nil : value
  }
}

extension TypeOID {
  /// The type of the elements of the arrays that scenarios calculate with.
  var arrayElement: TypeOID? {
    switch self {
    case .boolArray: .bool
    case .int2Array: .int2
    case .int4Array: .int4
    case .int8Array: .int8
    case .numericArray: .numeric
    case .textArray: .text
    case TypeOID(rawValue: 1021): .float4
    case TypeOID(rawValue: 1022): .float8
    case TypeOID(rawValue: 1015): TypeOID(rawValue: 1043)
    case TypeOID(rawValue: 2951): TypeOID(rawValue: 2950)
    default: nil
    }
  }
}
