#if canImport(FoundationEssentials)
  import struct FoundationEssentials.Decimal
#else
  import struct Foundation.Decimal
#endif
import ContendModel

/// Expressions and variables as directives read them.
extension ScenarioBuilder {
  /// A variable that is read here.
  func read(_ name: String, at location: SourceLocation) -> Variable {
    let variable = scenario.symbols.intern(name)
    uses.reads.append(VariableUses.Use(variable: variable, location: location, scope: scope))
    return variable
  }

  /// A variable that is set here.
  @discardableResult
  func write(_ name: String, at location: SourceLocation) -> Variable {
    let variable = scenario.symbols.intern(name)
    uses.writes.append(VariableUses.Use(variable: variable, location: location, scope: scope))
    return variable
  }

  /// The name after `\set`, `\for` and their like.
  func target(_ arguments: inout Arguments) throws(Diagnostic) -> Variable {
    let word = try arguments.variableName()
    if Symbols.builtIn.contains(word.text), !scenario.isPgbench {
      throw Diagnostic(
        .error, at: word.location, "':\(word.text)' is built in and cannot be set",
        hint: "choose another name")
    }
    return write(word.text, at: word.location)
  }

  func expression(_ arguments: inout Arguments) throws(Diagnostic) -> Expression {
    try parse(&arguments) { parser throws(Diagnostic) in try parser.expression() }
  }

  /// One value without operators around it.
  func operand(_ arguments: inout Arguments) throws(Diagnostic) -> Expression {
    try parse(&arguments) { parser throws(Diagnostic) in try parser.operand() }
  }

  private func parse(
    _ arguments: inout Arguments,
    _ body: (inout ExpressionParser) throws(Diagnostic) -> Expression
  ) throws(Diagnostic) -> Expression {
    var parser = ExpressionParser(source: arguments.source, offset: arguments.offset, end: arguments.end) {
      self.read($0, at: $1)
    }
    let expression = try body(&parser)
    arguments.move(to: parser.consumed)
    return expression
  }

  /// A value known now: a literal, or an expression without variables and draws.
  func constant(_ arguments: inout Arguments, _ what: String) throws(Diagnostic) -> Value {
    arguments.skipSpace()
    let location = arguments.here
    let value = try operand(&arguments)
    return try Self.constant(value, what, at: location)
  }

  static func constant(
    _ expression: Expression, _ what: String, at location: SourceLocation
  ) throws(Diagnostic) -> Value {
    guard expression.isConstant else {
      throw Diagnostic(
        .error, at: location, "\(what) is a constant",
        hint: "a value that changes is a '\\draw' or a '\\set'")
    }
    // Nothing in a constant draws.
    var random = RandomStream(seed: 0)
    do {
      return try expression.evaluate(in: Variables(count: 0), random: &random)
    } catch {
      throw Diagnostic(.error, at: location, error.message(Symbols()))
    }
  }

  /// An expression without variables and draws, worked out.
  func evaluated(
    _ arguments: inout Arguments, _ what: String, at location: SourceLocation
  ) throws(Diagnostic) -> Value {
    try Self.constant(try expression(&arguments), what, at: location)
  }

  /// Reads something whose variables belong to a scope of its own.
  func within<Part>(_ scope: Scope, _ body: () throws(Diagnostic) -> Part) throws(Diagnostic) -> Part {
    innerScope = scope
    defer { innerScope = nil }
    return try body()
  }

  /// Reports a mistake in a part of a directive and goes on, so that a block stays a block.
  func recovering<Part>(_ fallback: Part, _ body: () throws(Diagnostic) -> Part) -> Part {
    do throws(Diagnostic) {
      return try body()
    } catch {
      log.report(error)
      return fallback
    }
  }

  /// `40ms`, `:n ms`, `(:n * 2) us`; seconds where no unit stands, as in pgbench.
  func duration(_ arguments: inout Arguments) throws(Diagnostic) -> DurationExpression {
    if arguments.isAtEnd { throw arguments.error("a duration is expected") }
    let start = arguments.here
    let amount = try operand(&arguments)
    if case .literal(let value) = amount, !value.isNonNegativeNumber {
      throw Diagnostic(
        .error, at: start, "a duration must not be negative", hint: arguments.usageHint)
    }
    let before = arguments
    guard let word = arguments.word() else { return seconds(amount, arguments, at: start) }
    guard let unit = DurationText.units[word.text] else {
      arguments = before
      if word.text.first?.isLetter == true, !arguments.source.followsKey(word, at: arguments.offset) {
        throw Diagnostic(
          .error, at: word.location, "'\(word.text)' is not a unit of time", hint: "write us, ms, s or min")
      }
      return seconds(amount, arguments, at: start)
    }
    return DurationExpression(amount: amount, unit: unit)
  }

  /// pgbench counts seconds where no unit stands, which few expect of a pause between two statements.
  private func seconds(
    _ amount: Expression, _ arguments: Arguments, at start: SourceLocation
  ) -> DurationExpression {
    if !scenario.isPgbench {
      log.warning(
        "'\\\(arguments.name)' without a unit counts seconds", at: start,
        hint: "put us, ms, s or min after the number, such as 10ms")
    }
    return DurationExpression(amount: amount, unit: .seconds(1))
  }
}

extension SourceText {
  /// Whether the word there is the key of an option, `limit=3`.
  func followsKey(_ word: Arguments.Word, at offset: Int) -> Bool {
    var start = offset
    while self[start].isSpace { start += 1 }
    return self[start + word.text.utf8.count] == UInt8(ascii: "=")
  }
}

extension Value {
  var isNonNegativeNumber: Bool {
    switch self {
    case .integer(let value): value >= 0
    case .decimal(let value): value >= 0
    case .null, .boolean, .string, .array: false
    }
  }
}
