#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension BinaryOperator {
  /// The hot path: two whole numbers.
  @inlinable
  func apply(to a: Int64, _ b: Int64) throws(EvaluationError) -> Value {
    switch self {
    case .equal: return .boolean(a == b)
    case .notEqual: return .boolean(a != b)
    case .less: return .boolean(a < b)
    case .lessOrEqual: return .boolean(a <= b)
    case .greater: return .boolean(a > b)
    case .greaterOrEqual: return .boolean(a >= b)
    case .add: return try Self.checked(a.addingReportingOverflow(b))
    case .subtract: return try Self.checked(a.subtractingReportingOverflow(b))
    case .multiply: return try Self.checked(a.multipliedReportingOverflow(by: b))
    case .divide:
      guard b != 0 else { throw .divisionByZero }
      return try Self.checked(a.dividedReportingOverflow(by: b))
    case .modulo:
      guard b != 0 else { throw .divisionByZero }
      return .integer(b == -1 ? 0 : a % b)
    case .bitwiseAnd: return .integer(a & b)
    case .bitwiseOr: return .integer(a | b)
    case .bitwiseXor: return .integer(a ^ b)
    case .shiftLeft, .shiftRight:
      guard (0...63).contains(b) else { throw .domain("a shift is by 0 to 63 bits, not \(b)") }
      return .integer(self == .shiftLeft ? a &<< b : a &>> b)
    case .or, .and, .concatenate, .between, .isIn:
      return try apply(to: .integer(a), .integer(b))
    }
  }

  @usableFromInline
  static func checked(_ result: (partialValue: Int64, overflow: Bool)) throws(EvaluationError) -> Value {
    guard !result.overflow else { throw .overflow }
    return .integer(result.partialValue)
  }

  /// Every other pair of operands; NULL gives NULL.
  @usableFromInline
  func apply(to left: Value, _ right: Value) throws(EvaluationError) -> Value {
    switch self {
    case .between: return try Self.between(left, right)
    case .isIn: return try Self.isIn(left, right)
    case .concatenate: return try Self.concatenate(left, right)
    default: break
    }
    if case .null = left { return .null }
    if case .null = right { return .null }
    switch self {
    case .equal: return .boolean(try left.compare(with: right) == .same)
    case .notEqual: return .boolean(try left.compare(with: right) != .same)
    case .less: return .boolean(try left.compare(with: right) == .before)
    case .lessOrEqual: return .boolean(try left.compare(with: right) != .after)
    case .greater: return .boolean(try left.compare(with: right) == .after)
    case .greaterOrEqual: return .boolean(try left.compare(with: right) != .before)
    case .add, .subtract, .multiply, .divide, .modulo: return try decimal(left, right)
    default: throw mismatch(left, right)
    }
  }

  private func decimal(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    guard let a = left.decimalValue, let b = right.decimalValue else { throw mismatch(left, right) }
    if self == .divide || self == .modulo, b == 0 { throw .divisionByZero }
    let result =
      switch self {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      default: a - (a / b).truncated * b
      }
    return try .checked(result)
  }

  private func mismatch(_ left: Value, _ right: Value) -> EvaluationError {
    .type("'\(rawValue)' is not defined for \(left.article) and \(right.article)")
  }
}

// MARK: - Operators that are not arithmetic

extension BinaryOperator {
  private static func between(_ value: Value, _ bounds: Value) throws(EvaluationError) -> Value {
    guard case .array(let pair) = bounds, pair.count == 2 else { throw .type("BETWEEN requires two bounds") }
    let low = try greaterOrEqual.general(value, pair[0])
    let high = try lessOrEqual.general(value, pair[1])
    if low == .boolean(false) || high == .boolean(false) { return .boolean(false) }
    return low == .null || high == .null ? .null : .boolean(true)
  }

  /// As in SQL: NULL where nothing is equal but something is NULL.
  private static func isIn(_ value: Value, _ list: Value) throws(EvaluationError) -> Value {
    if case .null = list { return .null }
    guard case .array(let elements) = list else { throw .type("IN requires a list, not \(list.article)") }
    var sawNull = false
    for element in elements {
      switch try equal.general(value, element) {
      case .boolean(true): return .boolean(true)
      case .null: sawNull = true
      default: break
      }
    }
    return sawNull ? .null : .boolean(false)
  }

  private func general(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    try apply(to: left, right)
  }

  private static func concatenate(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.array(let a), .array(let b)): return .array(a + b)
    case (.array(let a), _): return .array(a + [right])
    case (_, .array(let b)): return .array([left] + b)
    case (.null, _), (_, .null): return .null
    default: return .string((left.text ?? "") + (right.text ?? ""))
    }
  }
}

extension UnaryOperator {
  @usableFromInline
  func apply(to value: Value) throws(EvaluationError) -> Value {
    switch (self, value) {
    case (.isNull, _): return .boolean(value == .null)
    case (.isNotNull, _): return .boolean(value != .null)
    case (.not, _): return try value.truth().map { .boolean(!$0) } ?? .null
    case (_, .null): return .null
    case (.plus, .integer), (.plus, .decimal): return value
    case (.negate, .integer(let number)):
      guard number != .min else { throw .overflow }
      return .integer(-number)
    case (.negate, .decimal(let number)): return .decimal(-number)
    case (.bitwiseNot, .integer(let number)): return .integer(~number)
    default: throw .type("'\(rawValue)' is not defined for \(value.article)")
    }
  }
}
