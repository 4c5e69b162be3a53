import ContendModel
import Testing

private func call(_ function: Function, _ arguments: [Value], seed: UInt64 = 1) throws(EvaluationError)
  -> Value
{
  try evaluate(.call(function, arguments.map { .literal($0) }), seed: seed)
}

private func integers(_ values: Int64...) -> Value { .array(values.map { .integer($0) }) }

@Test(
  "Functions of numbers",
  arguments: [
    (.abs, [.integer(-3)], .integer(3)), (.abs, [decimal("-1.5")], decimal("1.5")),
    (.least, [.integer(3), .null, decimal("1.5")], decimal("1.5")),
    (.greatest, [.string("a"), .string("b")], .string("b")),
    (.least, [.null], .null), (.mod, [.integer(-7), .integer(3)], .integer(-1)),
    (.integer, [decimal("2.9")], .integer(3)),
    (.integer, [decimal("2.5")], .integer(2)), (.integer, [decimal("-3.5")], .integer(-4)),
    (.integer, [decimal("-2.4")], .integer(-2)), (.integer, [.string("12")], .integer(12)),
    (.integer, [.boolean(true)], .integer(1)), (.double, [.integer(2)], decimal("2")),
    (.double, [.string("2.5")], decimal("2.5")), (.ceil, [decimal("1.2")], decimal("2")),
    (.ceil, [decimal("-1.2")], decimal("-1")), (.floor, [decimal("-1.2")], decimal("-2")),
    (.floor, [decimal("1.9")], decimal("1")), (.floor, [.integer(5)], .integer(5)),
    (.round, [decimal("2.5")], decimal("3")),
    (.round, [decimal("-2.5")], decimal("-3")), (.round, [decimal("2.345"), .integer(2)], decimal("2.35")),
    (.round, [.integer(7)], .integer(7)), (.sqrt, [.integer(16)], decimal("4")),
    (.pow, [.integer(2), .integer(10)], decimal("1024")),
    (.power, [.integer(2), decimal("0.5")], decimal("1.4142135623730951")),
    (.exp, [.integer(0)], decimal("1")),
    (.ln, [.integer(1)], decimal("0")), (.pi, [], decimal("3.141592653589793")), (.abs, [.null], .null),
    (.debug, [.integer(4)], .integer(4)), (.length, [.string("äö😀")], .integer(3)),
    (.length, [integers(1, 2)], .integer(2)),
  ] as [(Function, [Value], Value)])
func numbers(function: Function, arguments: [Value], result: Value) throws {
  #expect(try call(function, arguments) == result)
}

@Test(
  "Arguments outside what a function is defined for are errors that say so",
  arguments: [
    (.sqrt, [.integer(-1)], .domain("'sqrt' requires a number of at least 0, not -1.0")),
    (.ln, [.integer(0)], .domain("'ln' requires a number greater than 0, not 0.0")),
    (.exp, [.integer(1000)], .overflow),
    (.integer, [.string("x")], .domain("'x' is not a whole number")),
    (.integer, [decimal("1e30")], .overflow),
    (.abs, [.string("x")], .type("'abs' is not defined for a string")),
    (.random, [.integer(2), .integer(1)], .domain("'random' has the empty range 2…1")),
    (.random, [.string("a"), .integer(1)], .type("'random' requires a whole number, not a string")),
    (.sample, [.integer(1), .integer(3), .integer(4)], .domain("1…3 has no 4 distinct numbers")),
    (
      .sample, [.integer(1), .integer(.max), .integer(2_000_000)],
      .domain("a list has at most 1000000 elements")
    ),
    (.chunks, [.integer(1), .integer(2)], .type("'chunks' requires a list, not an integer")),
    (.chunks, [.array([]), .integer(0)], .domain("'chunks' requires a size of at least 1, not 0")),
    (.pick, [.array([])], .domain("'pick' has nothing to choose from")),
    (.weighted, [.integer(1), .integer(0)], .domain("the weights of 'weighted' sum up to nothing")),
    (.weighted, [.integer(1), .integer(-1)], .domain("a weight is at least 0, not -1.0")),
    (.permute, [.integer(1), .integer(0)], .domain("'permute' requires a size of at least 1, not 0")),
    (.round, [decimal("1.5"), .integer(31)], .domain("'round' keeps 0 to 30 digits, not 31")),
    (
      .randomGaussian, [.integer(1), .integer(2), .integer(1)],
      .domain("the parameter of 'random_gaussian' is at least 2, not 1.0")
    ),
    (
      .randomZipfian, [.integer(1), .integer(2), .integer(1)],
      .domain("the parameter of 'random_zipfian' is from 1.001 to 1000, not 1.0")
    ),
    (
      .randomExponential, [.integer(1), .integer(2), .integer(0)],
      .domain("the parameter of 'random_exponential' is above 0, not 0.0")
    ),
  ] as [(Function, [Value], EvaluationError)])
func functionErrors(function: Function, arguments: [Value], error: EvaluationError) {
  #expect(throws: error) { try call(function, arguments) }
}

@Test("A list is cut into chunks of at most n")
func chunks() throws {
  let list = integers(1, 2, 3, 4, 5)
  #expect(try call(.chunks, [list, .integer(2)]) == .array([integers(1, 2), integers(3, 4), integers(5)]))
  #expect(try call(.chunks, [list, .integer(.max)]) == .array([list]))
  #expect(try call(.chunks, [.array([]), .integer(2)]) == .array([]))
}

/// Printed by pgbench 15 for `\set a debug(…)`.
@Test(
  "Hashes and permutations are those of pgbench",
  arguments: [
    (.hashMurmur2, [10, 5432], -5_817_877_081_768_721_676),
    (.hashFNV1a, [10, 5432], -7_793_829_335_365_542_153),
    (.hash, [-7, 42], 8_287_981_196_594_187_981), (.hashFNV1a, [-7, 42], 1_895_489_473_148_660_897),
    (.permute, [0, 2, 5432], 0), (.permute, [17, 100, 5432], 36), (.permute, [99, 100, 5432], 26),
    (.permute, [-3, 1_000_000, 7], 371_611), (.permute, [123_456_789, .max, -1], 8_807_841_387_574_324_298),
  ] as [(Function, [Int64], Int64)])
func pgbenchHashes(function: Function, arguments: [Int64], result: Int64) throws {
  #expect(try call(function, arguments.map { .integer($0) }) == .integer(result))
}

@Test("A permutation reaches every number once", arguments: [1, 2, 3, 7, 64, 100] as [Int64])
func permutation(size: Int64) throws {
  var reached: Set<Value> = []
  for value in 0..<size {
    reached.insert(try call(.permute, [.integer(value), .integer(size), .integer(3)]))
  }
  #expect(reached == Set((0..<size).map { .integer($0) }))
}
