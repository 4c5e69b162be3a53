import ContendModel
import Testing

#if canImport(FoundationEssentials)
  import struct FoundationEssentials.Decimal
#else
  import struct Foundation.Decimal
#endif

/// Evaluates with variables 0, 1, 2, … set to these values, nil being unset.
func evaluate(
  _ expression: Expression, _ values: [Value?] = [], seed: UInt64 = 1
) throws(EvaluationError) -> Value {
  var variables = Variables(count: values.count)
  for (index, value) in values.enumerated() { variables[Variable(index: index)] = value }
  var random = RandomStream(seed: seed)
  return try expression.evaluate(in: variables, random: &random)
}

func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws(EvaluationError) -> Value {
  try evaluate(.binary(operation, .literal(left), .literal(right)))
}

func decimal(_ text: String) -> Value { Decimal(string: text).map { .decimal($0) } ?? .null }

@Test("A variable has its value, and an unset one is an error that names it")
func variables() throws {
  #expect(try evaluate(.variable(Variable(index: 1)), [nil, .integer(7)]) == .integer(7))
  let unset = Variable(index: 0)
  #expect(throws: EvaluationError.unset(unset)) { try evaluate(.variable(unset), [nil]) }
  #expect(throws: EvaluationError.unset(Variable(index: 9))) {
    try evaluate(.variable(Variable(index: 9)), [nil])
  }
  #expect(try evaluate(.isSet(unset), [nil]) == .boolean(false))
  #expect(try evaluate(.isSet(unset), [.null]) == .boolean(true))
}

@Test("Slots grow for a variable that was named later")
func growingVariables() {
  var variables = Variables(count: 0)
  variables[Variable(index: 3)] = .integer(1)
  #expect(variables[Variable(index: 3)] == .integer(1))
  #expect(variables[Variable(index: 2)] == nil)
  #expect(variables.value(of: Variable(index: 4)) == nil)
  variables[Variable(index: 3)] = nil
  #expect(variables[Variable(index: 3)] == nil)
}

@Test(
  "Arithmetic of whole numbers is that of PostgreSQL",
  arguments: [
    (.add, 2, 3, 5), (.subtract, 2, 3, -1), (.multiply, -4, 3, -12), (.divide, 7, 2, 3), (.divide, -7, 2, -3),
    (.modulo, -7, 3, -1), (.modulo, 7, -3, 1), (.modulo, .min, -1, 0), (.bitwiseAnd, 6, 3, 2),
    (.bitwiseOr, 6, 3, 7),
    (.bitwiseXor, 6, 3, 5), (.shiftLeft, 3, 4, 48), (.shiftRight, -8, 1, -4),
  ] as [(BinaryOperator, Int64, Int64, Int64)])
func integerArithmetic(operation: BinaryOperator, a: Int64, b: Int64, result: Int64) throws {
  #expect(try binary(operation, .integer(a), .integer(b)) == .integer(result))
}

@Test(
  "A whole number that leaves 64 bits is an error",
  arguments: [
    (.add, .max, 1), (.subtract, .min, 1), (.multiply, .max, 2), (.divide, .min, -1),
  ] as [(BinaryOperator, Int64, Int64)])
func overflow(operation: BinaryOperator, a: Int64, b: Int64) {
  #expect(throws: EvaluationError.overflow) { try binary(operation, .integer(a), .integer(b)) }
}

@Test("Negating the smallest number is an error, and so is its size")
func negationOverflow() {
  #expect(throws: EvaluationError.overflow) { try evaluate(.unary(.negate, .literal(.integer(.min)))) }
  #expect(throws: EvaluationError.overflow) { try evaluate(.call(.abs, [.literal(.integer(.min))])) }
}

@Test(
  "Division by zero is an error, of whole numbers and decimals", arguments: [BinaryOperator.divide, .modulo])
func divisionByZero(operation: BinaryOperator) {
  #expect(throws: EvaluationError.divisionByZero) { try binary(operation, .integer(1), .integer(0)) }
  #expect(throws: EvaluationError.divisionByZero) { try binary(operation, decimal("1.5"), .integer(0)) }
}

@Test("A shift is by 0 to 63 bits")
func shifts() {
  let message = "a shift is by 0 to 63 bits, not 64"
  #expect(throws: EvaluationError.domain(message)) { try binary(.shiftLeft, .integer(1), .integer(64)) }
}

@Test("Decimals calculate exactly, alone and with whole numbers")
func decimals() throws {
  #expect(try binary(.add, decimal("0.1"), decimal("0.2")) == decimal("0.3"))
  #expect(try binary(.multiply, .integer(3), decimal("1.5")) == decimal("4.5"))
  #expect(try binary(.divide, decimal("1"), .integer(4)) == decimal("0.25"))
  #expect(try binary(.modulo, decimal("-7.5"), .integer(2)) == decimal("-1.5"))
  #expect(try evaluate(.unary(.negate, .literal(decimal("1.5")))) == decimal("-1.5"))
}

@Test("Numbers of both kinds compare by value")
func mixedComparison() throws {
  #expect(try binary(.equal, .integer(2), decimal("2.0")) == .boolean(true))
  #expect(try binary(.less, decimal("1.99"), .integer(2)) == .boolean(true))
  #expect(try binary(.greaterOrEqual, decimal("1.99"), .integer(2)) == .boolean(false))
}

@Test("Strings compare by their bytes, whatever type they were read with")
func stringComparison() throws {
  #expect(try binary(.less, .string("B"), .string("a", type: .text)) == .boolean(true))
  #expect(try binary(.equal, .string("é"), .string("e\u{301}")) == .boolean(false))
  #expect(try binary(.notEqual, .string("a"), .string("a", type: TypeOID(rawValue: 1043))) == .boolean(false))
  #expect(try binary(.greater, .string("ab"), .string("a")) == .boolean(true))
}

@Test("Booleans and arrays compare with their kind")
func otherComparisons() throws {
  #expect(try binary(.less, .boolean(false), .boolean(true)) == .boolean(true))
  let short = Value.array([.integer(1)])
  #expect(try binary(.less, short, .array([.integer(1), .null])) == .boolean(true))
  #expect(try binary(.equal, .array([.null]), .array([.null])) == .boolean(true))
  #expect(try binary(.less, .array([.integer(9)]), .array([.null])) == .boolean(true))
  #expect(try binary(.greater, .array([.null]), .array([.integer(9)])) == .boolean(true))
}

@Test("Kinds that have no order between them are an error that names both")
func wrongKinds() {
  let message = "a string cannot be compared with an integer"
  #expect(throws: EvaluationError.type(message)) { try binary(.equal, .string("1"), .integer(1)) }
  let sum = "'+' is not defined for a Boolean and an array"
  #expect(throws: EvaluationError.type(sum)) { try binary(.add, .boolean(true), .array([])) }
  let not = "'~' is not defined for a string"
  #expect(throws: EvaluationError.type(not)) { try evaluate(.unary(.bitwiseNot, .literal(.string("a")))) }
  let condition = "a condition is a Boolean or a number, not a string"
  #expect(throws: EvaluationError.type(condition)) { try binary(.and, .string("t"), .boolean(true)) }
}

@Test("NULL makes every comparison and sum NULL")
func nulls() throws {
  for operation in BinaryOperator.allCases where ![.and, .or, .isIn, .between].contains(operation) {
    #expect(try binary(operation, .null, .integer(1)) == .null)
    #expect(try binary(operation, .integer(1), .null) == .null)
  }
  for operation in [UnaryOperator.negate, .plus, .not, .bitwiseNot] {
    #expect(try evaluate(.unary(operation, .literal(.null))) == .null)
  }
  #expect(try evaluate(.unary(.isNull, .literal(.null))) == .boolean(true))
  #expect(try evaluate(.unary(.isNotNull, .literal(.integer(0)))) == .boolean(true))
}

@Test("AND, OR and NOT have three values")
func threeValuedLogic() throws {
  let values: [Value] = [.boolean(true), .boolean(false), .null]
  let and: [[Value]] = [
    [.boolean(true), .boolean(false), .null], Array(repeating: .boolean(false), count: 3),
    [.null, .boolean(false), .null],
  ]
  let or: [[Value]] = [
    Array(repeating: .boolean(true), count: 3), [.boolean(true), .boolean(false), .null],
    [.boolean(true), .null, .null],
  ]
  for (i, left) in values.enumerated() {
    for (j, right) in values.enumerated() {
      #expect(try binary(.and, left, right) == and[i][j])
      #expect(try binary(.or, left, right) == or[i][j])
    }
  }
  #expect(try evaluate(.unary(.not, .literal(.integer(0)))) == .boolean(true))
}

@Test("What is decided already is not looked at")
func shortCircuits() throws {
  let unset = Expression.variable(Variable(index: 0))
  #expect(try evaluate(.binary(.and, .literal(.boolean(false)), unset)) == .boolean(false))
  #expect(try evaluate(.binary(.or, .literal(.integer(2)), unset)) == .boolean(true))
  let branch = ConditionalBranch(condition: .literal(.boolean(true)), value: .literal(.integer(1)))
  #expect(try evaluate(.conditional([branch], otherwise: unset)) == .integer(1))
}

@Test("CASE takes the first branch that holds; without one it is NULL")
func conditionals() throws {
  func branch(_ condition: Value, _ value: Int64) -> ConditionalBranch {
    ConditionalBranch(condition: .literal(condition), value: .literal(.integer(value)))
  }
  let branches = [
    branch(.null, 1), branch(.integer(0), 2), branch(decimal("0.1"), 3), branch(.boolean(true), 4),
  ]
  #expect(try evaluate(.conditional(branches, otherwise: nil)) == .integer(3))
  #expect(try evaluate(.conditional([branches[0]], otherwise: nil)) == .null)
  #expect(try evaluate(.conditional([branches[1]], otherwise: .literal(.integer(9)))) == .integer(9))
}

@Test("A condition holds if it is true or a number other than 0, and not if it is NULL")
func conditions() throws {
  let cases: [(Value, Bool)] = [
    (.boolean(true), true), (.boolean(false), false), (.null, false), (.integer(-1), true),
    (.integer(0), false),
    (decimal("0.0"), false),
  ]
  for (value, holds) in cases {
    var random = RandomStream(seed: 1)
    #expect(try Expression.literal(value).holds(in: Variables(count: 0), random: &random) == holds)
  }
}

@Test("BETWEEN includes its bounds and has three values")
func between() throws {
  func test(_ value: Value, _ low: Value, _ high: Value) throws -> Value {
    try evaluate(.binary(.between, .literal(value), .list([.literal(low), .literal(high)])))
  }
  #expect(try test(.integer(1), .integer(1), .integer(2)) == .boolean(true))
  #expect(try test(.integer(2), .integer(1), decimal("1.9")) == .boolean(false))
  #expect(try test(.integer(3), .null, .integer(2)) == .boolean(false))
  #expect(try test(.integer(1), .null, .integer(2)) == .null)
}

@Test("IN finds an equal value, or is NULL where a NULL might be one")
func membership() throws {
  let list = Value.array([.integer(1), .null])
  #expect(try binary(.isIn, .integer(1), list) == .boolean(true))
  #expect(try binary(.isIn, .integer(2), list) == .null)
  #expect(try binary(.isIn, .integer(2), .array([.integer(1)])) == .boolean(false))
  #expect(try binary(.isIn, .integer(2), .null) == .null)
  let message = "IN requires a list, not an integer"
  #expect(throws: EvaluationError.type(message)) { try binary(.isIn, .integer(2), .integer(2)) }
}

@Test("Texts are joined with numbers as text, arrays with elements on either side")
func concatenation() throws {
  #expect(try binary(.concatenate, .string("n"), .integer(1)) == .string("n1"))
  #expect(try binary(.concatenate, .integer(1), .integer(2)) == .string("12"))
  let array = Value.array([.integer(1)])
  #expect(try binary(.concatenate, array, .integer(2)) == .array([.integer(1), .integer(2)]))
  #expect(try binary(.concatenate, .integer(0), array) == .array([.integer(0), .integer(1)]))
  #expect(try binary(.concatenate, array, array) == .array([.integer(1), .integer(1)]))
}

@Test("Errors are sentences that name the variable")
func messages() {
  var symbols = Symbols()
  let stock = symbols.intern("stock")
  #expect(EvaluationError.unset(stock).message(symbols) == "variable ':stock' is not set")
  #expect(EvaluationError.overflow.message(symbols) == "the number is out of range")
  #expect(EvaluationError.divisionByZero.message(symbols) == "division by zero")
  #expect(EvaluationError.domain("a").message(symbols) == "a")
}
