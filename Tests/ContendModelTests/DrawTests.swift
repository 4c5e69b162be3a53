import ContendModel
import Testing

/// How often each value came up in `count` draws of a fixed seed.
private func histogram(_ function: Function, _ arguments: [Value], count: Int = 20_000) throws -> [Value: Int]
{
  let expression = Expression.call(function, arguments.map { .literal($0) })
  var random = RandomStream(seed: 42)
  var counts: [Value: Int] = [:]
  for _ in 0..<count {
    counts[try expression.evaluate(in: Variables(count: 0), random: &random), default: 0] += 1
  }
  return counts
}

@Test("A uniform draw reaches every number of its range about as often")
func uniform() throws {
  let counts = try histogram(.random, [.integer(-2), .integer(2)])
  #expect(counts.count == 5)
  // 4,000 each, with a standard deviation of 57: six of them is once in a billion.
  for count in counts.values { #expect(abs(count - 4000) < 342) }
}

@Test("A uniform draw from all numbers, from one and from a wide range stays within it")
func uniformExtremes() {
  var random = RandomStream(seed: 7)
  var signs: Set<Int64> = []
  for _ in 0..<100 {
    signs.insert(random.integer(in: .min ... .max).signum())
    #expect(random.integer(in: 5...5) == 5)
    #expect(random.integer(in: -1 ... .max) >= -1)
  }
  #expect(signs == [-1, 1])
}

@Test("A range that is no power of two is drawn from without bias")
func noModuloBias() {
  // Of 3/4 of all 64-bit numbers, modulo would draw the first third twice as often.
  let range = Int64.min...(.min + Int64.max / 2 + Int64.max)
  var random = RandomStream(seed: 3)
  var low = 0
  for _ in 0..<3000 where random.integer(in: range) < .min + Int64.max / 2 { low += 1 }
  #expect(abs(low - 1000) < 160)
}

@Test("A zipfian draw prefers the lowest numbers as its law says")
func zipfian() throws {
  let counts = try histogram(.randomZipfian, [.integer(1), .integer(10), decimal("2")])
  let first = Double(counts[.integer(1)] ?? 0)
  // P(1)/P(2) is 2 to the power of the parameter.
  #expect(abs(first / Double(counts[.integer(2)] ?? 1) - 4) < 0.4)
  #expect(Set(counts.keys) == Set((1...10).map { .integer($0) }))
  #expect(
    try histogram(.randomZipfian, [.integer(4), .integer(4), decimal("2")], count: 10) == [.integer(4): 10])
}

@Test("A gaussian draw prefers the middle, symmetrically")
func gaussian() throws {
  let counts = try histogram(.randomGaussian, [.integer(1), .integer(100), decimal("4")])
  let values = counts.flatMap { value, count -> [Int64] in
    guard case .integer(let number) = value else { return [] }
    return Array(repeating: number, count: count)
  }
  let mean = Double(values.reduce(0, +)) / Double(values.count)
  #expect(abs(mean - 50.5) < 0.6)
  // A quarter of the range around the middle is one standard deviation to each side: 68%.
  let central = values.filter { (38...63).contains($0) }.count
  #expect(abs(Double(central) / Double(values.count) - 0.70) < 0.03)
}

@Test("An exponential draw falls from the lowest number on")
func exponential() throws {
  let counts = try histogram(.randomExponential, [.integer(0), .integer(9), decimal("5")])
  // Each tenth of the range is e to the power of 0.5 rarer than the one before.
  let ratio = Double(counts[.integer(0)] ?? 0) / Double(counts[.integer(1)] ?? 1)
  #expect(abs(ratio - 1.6487) < 0.12)
  #expect(counts.keys.allSatisfy { (0...9).map { .integer($0) }.contains($0) })
}

@Test("A weighted draw follows its weights, and never takes what weighs nothing")
func weighted() throws {
  let arguments: [Value] = [
    .string("a"), .integer(9), .string("b"), .integer(1), .string("never"), .integer(0),
  ]
  let counts = try histogram(.weighted, arguments)
  #expect(counts[.string("never")] == nil)
  #expect(abs((counts[.string("a")] ?? 0) - 18_000) < 255)
}

@Test("A pick takes each value as often, of a list given as a whole, too")
func pick() throws {
  let values: [Value] = [.string("x"), .null, .integer(3)]
  for arguments in [values, [.array(values)]] {
    let counts = try histogram(.pick, arguments, count: 9000)
    #expect(Set(counts.keys) == Set(values))
    for count in counts.values { #expect(abs(count - 3000) < 270) }
  }
}

@Test("A sample has distinct numbers of its range, each place as likely")
func sample() throws {
  var first: [Value: Int] = [:]
  for seed in 0..<3000 as Range<UInt64> {
    let sample = try evaluate(.call(.sample, [1, 5, 3].map { .literal(.integer($0)) }), seed: seed)
    guard case .array(let values) = sample else { continue }
    #expect(values.count == 3)
    #expect(Set(values).count == 3)
    #expect(values.allSatisfy { (1...5).map { .integer($0) }.contains($0) })
    first[values[0], default: 0] += 1
  }
  for count in first.values { #expect(abs(count - 600) < 132) }
  let all = try evaluate(.call(.sample, [-1, 1, 3].map { .literal(.integer($0)) }))
  guard case .array(let values) = all else { return }
  #expect(Set(values) == [.integer(-1), .integer(0), .integer(1)])
  #expect(try evaluate(.call(.sample, [5, 9, 0].map { .literal(.integer($0)) })) == .array([]))
}

@Test("A sample of a few from very many is quick, up to the ends of 64 bits")
func wideSample() throws {
  let sample = try evaluate(.call(.sample, [.min, .max, 4].map { .literal(.integer($0)) }))
  guard case .array(let values) = sample else { return }
  #expect(Set(values).count == 4)
}

@Test("The same seed draws the same values, another seed others")
func determinism() throws {
  let functions: [(Function, [Value])] = [
    (.random, [.integer(1), .integer(1_000_000)]),
    (.randomZipfian, [.integer(1), .integer(1_000_000), decimal("1.1")]),
    (.randomGaussian, [.integer(1), .integer(1_000_000), decimal("3")]),
    (.randomExponential, [.integer(1), .integer(1_000_000), decimal("3")]),
    (.sample, [.integer(1), .integer(1_000_000), .integer(5)]),
  ]
  for (function, arguments) in functions {
    let expression = Expression.call(function, arguments.map { .literal($0) })
    #expect(try evaluate(expression, seed: 5) == evaluate(expression, seed: 5))
    #expect(try evaluate(expression, seed: 5) != evaluate(expression, seed: 6))
  }
}

@Test("A seed means the same numbers in every version")
func fixedNumbers() throws {
  var random = RandomStream(seed: 1, path: 2, 3)
  let numbers = (0..<5).map { _ in random.integer(in: 1...1000) }
  #expect(numbers == [72, 864, 358, 505, 602])
}
