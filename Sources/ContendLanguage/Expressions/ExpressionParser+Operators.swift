#if canImport(FoundationEssentials)
  import struct FoundationEssentials.Decimal
#else
  import struct Foundation.Decimal
#endif
import ContendModel

/// Operators and their levels.
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

  mutating func binary(above minimum: Int) throws(Diagnostic) -> Expression {
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

  mutating func unary() throws(Diagnostic) -> Expression {
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
