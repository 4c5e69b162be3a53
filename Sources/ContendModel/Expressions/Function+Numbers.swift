#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Functions of numbers: exact where the arguments are, binary floating point for analysis.
extension Function {
  func rounded(_ arguments: [Value]) throws(EvaluationError) -> Value {
    switch self {
    case .abs: return try absolute(arguments[0])
    case .mod: return try BinaryOperator.modulo.applyAny(arguments[0], arguments[1])
    case .integer: return try integer(of: arguments[0])
    case .double: return try decimal(arguments[0])
    case .ceil, .floor: return try whole(arguments[0])
    default: return try round(arguments)
    }
  }

  private func absolute(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .integer(let number):
      guard number != .min else { throw .overflow }
      return .integer(Swift.abs(number))
    case .decimal(let number): return .decimal(number < 0 ? -number : number)
    default: throw wrong(value)
    }
  }

  /// `int(x)` rounds half to even, as pgbench does with `rint`, and reads strings.
  private func integer(of value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .integer: return value
    case .boolean(let flag): return .integer(flag ? 1 : 0)
    case .decimal(let number):
      guard let whole = number.roundedHalfToEven.truncatedInteger else { throw .overflow }
      return .integer(whole)
    case .string(let text, _):
      guard let whole = Int64(text) else { throw .domain("'\(text)' is not a whole number") }
      return .integer(whole)
    case .null, .array: throw wrong(value)
    }
  }

  private func decimal(_ value: Value) throws(EvaluationError) -> Value {
    if case .string(let text, _) = value {
      guard let number = Double(text) else { throw .domain("'\(text)' is not a number") }
      return try .decimal(of: number)
    }
    guard let number = value.decimalValue else { throw wrong(value) }
    return .decimal(number)
  }

  private func whole(_ value: Value) throws(EvaluationError) -> Value {
    if case .integer = value { return value }
    guard let number = value.decimalValue else { throw wrong(value) }
    let cut = number.truncated
    if self == .ceil, number > cut { return try .checked(cut + 1) }
    if self == .floor, number < cut { return try .checked(cut - 1) }
    return .decimal(cut)
  }

  /// Half goes away from zero, as PostgreSQL rounds numeric.
  private func round(_ arguments: [Value]) throws(EvaluationError) -> Value {
    guard let number = arguments[0].decimalValue else { throw wrong(arguments[0]) }
    let digits = arguments.count > 1 ? try integer(arguments, 1) : 0
    guard (0...30).contains(digits) else { throw .domain("'round' keeps 0 to 30 digits, not \(digits)") }
    if case .integer = arguments[0] { return arguments[0] }
    var scale = Decimal(1)
    for _ in 0..<digits { scale *= 10 }
    let half = Decimal(sign: number < 0 ? .minus : .plus, exponent: -1, significand: 5)
    let scaled = try Value.checked(number * scale + half)
    guard case .decimal(let sum) = scaled else { return .null }
    return try .checked(sum.truncated / scale)
  }

  func analysis(_ arguments: [Value]) throws(EvaluationError) -> Value {
    switch self {
    case .pi: return try .decimal(of: Double.pi)
    case .sqrt:
      let x = try double(arguments, 0)
      guard x >= 0 else { throw .domain("'sqrt' requires a number of at least 0, not \(x)") }
      return try .decimal(of: x.squareRoot())
    case .ln:
      let x = try double(arguments, 0)
      guard x > 0 else { throw .domain("'ln' requires a number greater than 0, not \(x)") }
      return try .decimal(of: logarithm(x))
    case .exp: return try .decimal(of: exponential(try double(arguments, 0)))
    default: return try .decimal(of: raised(try double(arguments, 0), try double(arguments, 1)))
    }
  }

  private func wrong(_ value: Value) -> EvaluationError {
    .type("'\(rawValue)' is not defined for \(value.article)")
  }
}

extension BinaryOperator {
  fileprivate func applyAny(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    if case .integer(let a) = left, case .integer(let b) = right { return try apply(to: a, b) }
    return try apply(to: left, right)
  }
}

// The C functions under names that no case of `Function` hides.
private func logarithm(_ x: Double) -> Double { log(x) }
private func exponential(_ x: Double) -> Double { exp(x) }
private func raised(_ x: Double, _ y: Double) -> Double { pow(x, y) }
