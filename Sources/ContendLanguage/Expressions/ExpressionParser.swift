#if canImport(FoundationEssentials)
  import struct FoundationEssentials.Decimal
#else
  import struct Foundation.Decimal
#endif
import ContendModel

/// Reads one expression by precedence climbing, with PostgreSQL's and pgbench's precedences.
///
/// It stops at the first token that cannot go on, so that `\while :n < 3 max 10` and
/// `\kv set 'k' :v ttl=5s` need no marks between their parts.
struct ExpressionParser {
  /// Deeper nesting than this is refused, so that no input exhausts the stack.
  static let depthLimit = 100

  /// Operators of one expression; a chain of them nests as deep as it is long.
  static let operatorLimit = 1000

  /// What reading a variable means to the caller: the name becomes a slot.
  typealias Resolve = (String, SourceLocation) -> Variable

  private var lexer: ExpressionLexer
  private(set) var token: ExpressionToken
  /// Where the last token taken ends.
  private(set) var consumed: Int
  private var depth = 0
  private var operators = 0
  private let resolve: Resolve

  init(source: SourceText, offset: Int, end: Int, resolve: @escaping Resolve) {
    lexer = ExpressionLexer(source: source, offset: offset, end: end)
    token = lexer.next()
    consumed = offset
    self.resolve = resolve
  }

  mutating func expression() throws(Diagnostic) -> Expression { try binary(above: 0) }

  /// One operand with its signs, without binary operators.
  mutating func operand() throws(Diagnostic) -> Expression { try unary() }
}

// MARK: - Operators

extension ExpressionParser {
  private enum Level {
    static let or = 1
    static let and = 2
    static let not = 3
    static let `is` = 4
    static let comparison = 5
    static let range = 6
    static let other = 7
    static let additive = 8
    static let multiplicative = 9
  }

  private static let symbols: [String: (BinaryOperator, Int)] = [
    "=": (.equal, Level.comparison), "<>": (.notEqual, Level.comparison), "!=": (.notEqual, Level.comparison),
    "<": (.less, Level.comparison), "<=": (.lessOrEqual, Level.comparison),
    ">": (.greater, Level.comparison), ">=": (.greaterOrEqual, Level.comparison),
    "||": (.concatenate, Level.other), "&": (.bitwiseAnd, Level.other), "|": (.bitwiseOr, Level.other),
    "#": (.bitwiseXor, Level.other), "<<": (.shiftLeft, Level.other), ">>": (.shiftRight, Level.other),
    "+": (.add, Level.additive), "-": (.subtract, Level.additive),
    "*": (.multiply, Level.multiplicative), "/": (.divide, Level.multiplicative),
    "%": (.modulo, Level.multiplicative),
  ]

  /// The binary operator that comes next, with its level.
  private var infix: (BinaryOperator, Int)? {
    switch token.kind {
    case .symbol(let text): Self.symbols[text]
    case .word where token.isWord("OR"): (.or, Level.or)
    case .word where token.isWord("AND"): (.and, Level.and)
    default: nil
    }
  }

  private mutating func binary(above minimum: Int) throws(Diagnostic) -> Expression {
    try descend()
    defer { depth -= 1 }
    var left = try prefix()
    var lastComparison: Int?
    while true {
      try countOperator()
      if let (operation, level) = infix, level > minimum {
        if level == Level.comparison, lastComparison == level { throw chained() }
        let mark = token
        take()
        try requireOperand(after: mark)
        let right = try binary(above: level)
        left = .binary(operation, left, right)
        lastComparison = level
      } else if Level.is > minimum, let tested = try postfix(left) {
        left = tested
        lastComparison = Level.is
      } else if Level.range > minimum, let tested = try membership(left) {
        left = tested
        lastComparison = Level.range
      } else {
        return left
      }
    }
  }

  private mutating func prefix() throws(Diagnostic) -> Expression {
    guard token.isWord("NOT") else { return try unary() }
    take()
    return .unary(.not, try binary(above: Level.not - 1))
  }

  private mutating func unary() throws(Diagnostic) -> Expression {
    guard case .symbol(let text) = token.kind, let operation = Self.prefixes[text] else {
      return try primary()
    }
    try descend()
    defer { depth -= 1 }
    take()
    if operation == .negate, case .integer(let magnitude) = token.kind { return try negative(magnitude) }
    let operand = try unary()
    switch (operation, operand) {
    case (.negate, .literal(.decimal(let value))): return .literal(.decimal(-value))
    case (.plus, .literal): return operand
    default: return .unary(operation, operand)
    }
  }

  private static let prefixes: [String: UnaryOperator] = ["-": .negate, "+": .plus, "~": .bitwiseNot]

  private mutating func negative(_ magnitude: UInt64?) throws(Diagnostic) -> Expression {
    guard let magnitude, magnitude <= Int64.min.magnitude else { throw outOfRange() }
    take()
    return .literal(.integer(Int64(truncatingIfNeeded: 0 &- magnitude)))
  }

  /// `IS [NOT] NULL`, `IS [NOT] TRUE`, `ISNULL`, `NOTNULL`.
  private mutating func postfix(_ operand: Expression) throws(Diagnostic) -> Expression? {
    if token.isWord("ISNULL") || token.isWord("NOTNULL") {
      let isNull = token.isWord("ISNULL")
      take()
      return .unary(isNull ? .isNull : .isNotNull, operand)
    }
    guard token.isWord("IS") else { return nil }
    take()
    let isNegated = token.isWord("NOT")
    if isNegated { take() }
    defer { take() }
    if token.isWord("NULL") { return .unary(isNegated ? .isNotNull : .isNull, operand) }
    guard token.isWord("TRUE") || token.isWord("FALSE") else {
      throw unexpected("NULL, TRUE or FALSE after IS")
    }
    let condition = token.isWord("TRUE") ? operand : .unary(.not, operand)
    return .conditional(
      [ConditionalBranch(condition: condition, value: .literal(.boolean(!isNegated)))],
      otherwise: .literal(.boolean(isNegated)))
  }

  /// `[NOT] BETWEEN a AND b`, `[NOT] IN (a, b)`.
  private mutating func membership(_ operand: Expression) throws(Diagnostic) -> Expression? {
    let isNegated = token.isWord("NOT")
    let keyword = isNegated ? peek() : token
    guard keyword.isWord("BETWEEN") || keyword.isWord("IN") else { return nil }
    if isNegated { take() }
    take()
    let tested: Expression
    if keyword.isWord("BETWEEN") {
      let low = try binary(above: Level.range)
      guard token.isWord("AND") else { throw unexpected("AND after BETWEEN") }
      take()
      tested = .binary(.between, operand, .list([low, try binary(above: Level.range)]))
    } else if isSymbol("(") {
      take()
      tested = .binary(.isIn, operand, .list(try list(until: ")", allowsEmpty: false)))
    } else {
      tested = .binary(.isIn, operand, try unary())
    }
    return isNegated ? .unary(.not, tested) : tested
  }
}

// MARK: - Operands

extension ExpressionParser {
  private mutating func primary() throws(Diagnostic) -> Expression {
    switch token.kind {
    case .integer(let magnitude):
      guard let magnitude, let value = Int64(exactly: magnitude) else { throw outOfRange() }
      return literal(.integer(value))
    case .decimal(let text):
      guard let value = Decimal(string: text), value.isFinite else { throw outOfRange() }
      return literal(.decimal(value))
    case .string(let text):
      return literal(.string(text))
    case .variable(let name):
      let variable = resolve(name, location)
      take()
      return .variable(variable)
    case .isSet(let name):
      let variable = resolve(name, location)
      take()
      return .isSet(variable)
    case .word(let text):
      return try word(text)
    case .symbol("("):
      take()
      let inner = try expression()
      try expect(")")
      return inner
    case .symbol("["):
      take()
      return .list(try list(until: "]", allowsEmpty: true))
    case .unclosedString:
      throw error("this string is not closed", hint: "end it with a single quote on the same line")
    case .symbol, .end:
      throw unexpected("a value")
    }
  }

  private mutating func literal(_ value: Value) -> Expression {
    take()
    return .literal(value)
  }

  private mutating func word(_ text: String) throws(Diagnostic) -> Expression {
    switch text.uppercased() {
    case "TRUE": return literal(.boolean(true))
    case "FALSE": return literal(.boolean(false))
    case "NULL": return literal(.null)
    case "CASE": return try conditional()
    default: break
    }
    guard case .symbol("(") = peek().kind else {
      throw error(
        "'\(text.prefix(40))' is no value",
        hint: "a variable is written ':\(text.prefix(40))', a string '\(text.prefix(40))' in single quotes")
    }
    guard let function = Function(rawValue: text.lowercased()) else {
      throw error(
        "unknown function '\(text.prefix(40))'",
        hint: Suggestion.nearest(to: text, among: Function.allCases.map(\.rawValue)).map {
          "did you mean '\($0)'?"
        })
    }
    return try call(function)
  }

  private mutating func call(_ function: Function) throws(Diagnostic) -> Expression {
    let start = location
    take()
    take()
    let arguments = function == .weighted ? try weights() : try list(until: ")", allowsEmpty: true)
    let arity = function.arity
    guard arity.contains(arguments.count) else {
      throw Diagnostic(
        .error, at: start, "'\(function.rawValue)' takes \(function.arityText), not \(arguments.count)",
        hint: "write \(function.usage)")
    }
    return .call(function, arguments)
  }

  /// `weighted(v1:w1, v2:w2)`: arguments alternate value, weight.
  private mutating func weights() throws(Diagnostic) -> [Expression] {
    var arguments: [Expression] = []
    repeat {
      arguments.append(try expression())
      guard isSymbol(":") else {
        throw error("a weight is expected", hint: "write \(Function.weighted.usage)")
      }
      take()
      arguments.append(try expression())
    } while takeComma()
    try expect(")")
    return arguments
  }

  private mutating func conditional() throws(Diagnostic) -> Expression {
    take()
    var branches: [ConditionalBranch] = []
    while token.isWord("WHEN") {
      take()
      let condition = try expression()
      guard token.isWord("THEN") else { throw unexpected("THEN") }
      take()
      branches.append(ConditionalBranch(condition: condition, value: try expression()))
    }
    guard !branches.isEmpty else { throw unexpected("WHEN after CASE") }
    var otherwise: Expression?
    if token.isWord("ELSE") {
      take()
      otherwise = try expression()
    }
    guard token.isWord("END") else { throw unexpected("END of CASE") }
    take()
    return .conditional(branches, otherwise: otherwise)
  }

  private mutating func list(until close: String, allowsEmpty: Bool) throws(Diagnostic) -> [Expression] {
    var elements: [Expression] = []
    if allowsEmpty, isSymbol(close) {
      take()
      return []
    }
    repeat { elements.append(try expression()) } while takeComma()
    try expect(close)
    return elements
  }
}

// MARK: - Tokens

extension ExpressionParser {
  var location: SourceLocation { lexer.source.location(at: token.range.lowerBound) }

  private mutating func take() {
    consumed = token.range.upperBound
    token = lexer.next()
  }

  private func peek() -> ExpressionToken {
    var ahead = lexer
    return ahead.next()
  }

  private func isSymbol(_ text: String) -> Bool { token.kind == .symbol(text) }

  private mutating func takeComma() -> Bool {
    guard isSymbol(",") else { return false }
    take()
    return true
  }

  private mutating func expect(_ symbol: String) throws(Diagnostic) {
    guard isSymbol(symbol) else { throw unexpected("'\(symbol)'") }
    take()
  }

  private mutating func descend() throws(Diagnostic) {
    depth += 1
    guard depth <= Self.depthLimit else {
      throw error("the expression is nested too deeply", hint: "compute a part of it with '\\set' first")
    }
  }

  private mutating func countOperator() throws(Diagnostic) {
    operators += 1
    guard operators <= Self.operatorLimit else {
      throw error("the expression is too long", hint: "compute a part of it with '\\set' first")
    }
  }

  private func requireOperand(after mark: ExpressionToken) throws(Diagnostic) {
    guard token.kind == .end else { return }
    throw error("a value is expected after '\(lexer.source.text(mark.range))'")
  }

  private func error(_ message: String, hint: String? = nil) -> Diagnostic {
    Diagnostic(.error, at: location, message, hint: hint)
  }

  private func unexpected(_ expected: String) -> Diagnostic {
    if token.kind == .end { return error("\(expected) is expected here") }
    return error("\(expected) is expected, not '\(lexer.source.text(token.range).prefix(40))'")
  }

  private func outOfRange() -> Diagnostic {
    error(
      "the number does not fit",
      hint: "whole numbers go from \(Int64.min) to \(Int64.max), decimals have at most 38 digits")
  }

  private func chained() -> Diagnostic {
    error("comparisons cannot be chained", hint: "join them with AND")
  }
}
