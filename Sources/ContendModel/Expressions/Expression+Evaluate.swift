extension Expression {
  /// The value of the expression.
  ///
  /// Operands are worked out from left to right; `AND`, `OR` and `CASE` stop as soon as they know, so
  /// what is not reached draws nothing. Inlinable so that callers get it for their own reader without
  /// a witness call for each variable.
  @inlinable
  public func evaluate<Reader: VariableReader>(
    in reader: Reader, random: inout RandomStream
  ) throws(EvaluationError) -> Value {
    switch self {
    case .literal(let value):
      return value
    case .variable(let variable):
      guard let value = reader.value(of: variable) else { throw .unset(variable) }
      return value
    case .binary(let operation, let left, let right):
      return try Self.binary(operation, left, right, in: reader, random: &random)
    case .unary(let operation, let operand):
      return try operation.apply(to: try operand.evaluate(in: reader, random: &random))
    case .isSet(let variable):
      return .boolean(reader.value(of: variable) != nil)
    case .call(.random, let arguments) where arguments.count == 2:
      // The draw of every load test; it needs no array for two numbers.
      let low = try arguments[0].evaluate(in: reader, random: &random)
      let high = try arguments[1].evaluate(in: reader, random: &random)
      guard case .integer(let least) = low, case .integer(let most) = high, least <= most else {
        return try Function.random.apply(to: [low, high], random: &random)
      }
      return .integer(random.integer(in: least...most))
    case .call(let function, let arguments):
      var values: [Value] = []
      values.reserveCapacity(arguments.count)
      for argument in arguments { values.append(try argument.evaluate(in: reader, random: &random)) }
      return try function.apply(to: values, random: &random)
    case .list(let elements):
      var values: [Value] = []
      values.reserveCapacity(elements.count)
      for element in elements { values.append(try element.evaluate(in: reader, random: &random)) }
      return .array(values)
    case .conditional(let branches, let otherwise):
      for branch in branches
      where try branch.condition.evaluate(in: reader, random: &random).truth() == true {
        return try branch.value.evaluate(in: reader, random: &random)
      }
      return try otherwise?.evaluate(in: reader, random: &random) ?? .null
    }
  }

  /// Whether a condition holds: NULL does not, a number other than 0 does.
  @inlinable
  public func holds<Reader: VariableReader>(
    in reader: Reader, random: inout RandomStream
  ) throws(EvaluationError) -> Bool {
    try evaluate(in: reader, random: &random).truth() ?? false
  }

  @inlinable
  static func binary<Reader: VariableReader>(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, in reader: Reader,
    random: inout RandomStream
  ) throws(EvaluationError) -> Value {
    let first = try left.evaluate(in: reader, random: &random)
    if operation == .and || operation == .or {
      let decides = operation == .or
      let truth = try first.truth()
      if truth == decides { return .boolean(decides) }
      let other = try right.evaluate(in: reader, random: &random).truth()
      if other == decides { return .boolean(decides) }
      return truth == nil || other == nil ? .null : .boolean(!decides)
    }
    let second = try right.evaluate(in: reader, random: &random)
    if case .integer(let a) = first, case .integer(let b) = second {
      return try operation.apply(to: a, b)
    }
    return try operation.apply(to: first, second)
  }
}

extension Value {
  /// What the value is as a condition: nil for NULL.
  @inlinable
  public func truth() throws(EvaluationError) -> Bool? {
    switch self {
    case .boolean(let value): return value
    case .null: return nil
    case .integer(let value): return value != 0
    case .decimal: return !isZero
    case .string, .array: throw .type("a condition is a Boolean or a number, not \(article)")
    }
  }

  /// `a string`, for messages.
  @usableFromInline var article: String {
    switch self {
    case .null: "NULL"
    case .integer, .array: "an \(kind)"
    case .boolean, .decimal, .string: "a \(kind)"
    }
  }
}
