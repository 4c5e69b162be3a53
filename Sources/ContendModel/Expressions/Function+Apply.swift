extension Function {
  /// The result for these arguments; NULL for a NULL among them, but for the functions that choose.
  @usableFromInline
  func apply(to arguments: [Value], random: inout RandomStream) throws(EvaluationError) -> Value {
    switch self {
    case .pick: return try Self.pick(arguments, &random)
    case .weighted: return try Self.weighted(arguments, &random)
    case .least, .greatest: return try extreme(arguments)
    case .debug: return arguments.first ?? .null
    default: break
    }
    if arguments.contains(.null) { return .null }
    switch self {
    case .random: return .integer(random.integer(in: try range(arguments)))
    case .randomZipfian, .randomGaussian, .randomExponential: return try distribution(arguments, &random)
    case .sample: return try sample(arguments, &random)
    case .chunks: return try chunks(arguments)
    case .hash, .hashMurmur2, .hashFNV1a, .permute: return try hashed(arguments)
    case .length: return try length(arguments)
    case .abs, .mod, .integer, .double, .ceil, .floor, .round: return try rounded(arguments)
    case .sqrt, .ln, .exp, .pow, .power, .pi: return try analysis(arguments)
    case .pick, .weighted, .least, .greatest, .debug: return .null
    }
  }

  func integer(_ arguments: [Value], _ index: Int) throws(EvaluationError) -> Int64 {
    guard index < arguments.count else { throw .type("'\(rawValue)' requires more arguments") }
    guard case .integer(let value) = arguments[index] else {
      throw .type("'\(rawValue)' requires a whole number, not \(arguments[index].article)")
    }
    return value
  }

  func double(_ arguments: [Value], _ index: Int) throws(EvaluationError) -> Double {
    guard index < arguments.count else { throw .type("'\(rawValue)' requires more arguments") }
    guard let value = arguments[index].doubleValue else {
      throw .type("'\(rawValue)' requires a number, not \(arguments[index].article)")
    }
    return value
  }

  func range(_ arguments: [Value]) throws(EvaluationError) -> ClosedRange<Int64> {
    let low = try integer(arguments, 0)
    let high = try integer(arguments, 1)
    guard low <= high else { throw .domain("'\(rawValue)' has the empty range \(low)…\(high)") }
    return low...high
  }
}

// MARK: - Draws

extension Function {
  private func distribution(
    _ arguments: [Value], _ random: inout RandomStream
  ) throws(EvaluationError) -> Value {
    let range = try range(arguments)
    let parameter = try double(arguments, 2)
    // The limits are pgbench's: beyond them the algorithms take for ever or make no sense.
    switch self {
    case .randomZipfian:
      guard (1.001...1000).contains(parameter) else {
        throw .domain("the parameter of 'random_zipfian' is from 1.001 to 1000, not \(parameter)")
      }
      return .integer(random.zipfian(in: range, skew: parameter))
    case .randomGaussian:
      guard parameter >= 2 else {
        throw .domain("the parameter of 'random_gaussian' is at least 2, not \(parameter)")
      }
      return .integer(random.gaussian(in: range, width: parameter))
    default:
      guard parameter > 0 else {
        throw .domain("the parameter of 'random_exponential' is above 0, not \(parameter)")
      }
      return .integer(random.exponential(in: range, rate: parameter))
    }
  }

  /// One of the values; of the elements, if the only value is a list.
  private static func pick(
    _ arguments: [Value], _ random: inout RandomStream
  ) throws(EvaluationError) -> Value {
    var choices = arguments
    if arguments.count == 1, case .array(let elements) = arguments[0] { choices = elements }
    guard !choices.isEmpty else { throw .domain("'pick' has nothing to choose from") }
    return choices[Int(random.integer(in: 0...Int64(choices.count - 1)))]
  }

  private static func weighted(
    _ arguments: [Value], _ random: inout RandomStream
  ) throws(EvaluationError) -> Value {
    var total = 0.0
    for index in stride(from: 1, to: arguments.count, by: 2) {
      let weight = try weighted.double(arguments, index)
      guard weight >= 0, weight.isFinite else { throw .domain("a weight is at least 0, not \(weight)") }
      total += weight
    }
    guard total > 0, total.isFinite else { throw .domain("the weights of 'weighted' sum up to nothing") }
    var rest = random.unit() * total
    var chosen = 0
    for index in stride(from: 1, to: arguments.count, by: 2) {
      let weight = try weighted.double(arguments, index)
      guard weight > 0 else { continue }
      chosen = index - 1
      if rest < weight { break }
      rest -= weight
    }
    return arguments[chosen]
  }

  /// Distinct whole numbers in random order: the start of a Fisher–Yates shuffle whose array is never
  /// laid out, so that a sample of a few from millions costs a few steps.
  private func sample(
    _ arguments: [Value], _ random: inout RandomStream
  ) throws(EvaluationError) -> Value {
    let range = try range(arguments)
    let wanted = try integer(arguments, 2)
    let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    guard wanted >= 0, wanted == 0 || UInt64(wanted - 1) <= span else {
      throw .domain("\(range.lowerBound)…\(range.upperBound) has no \(wanted) distinct numbers")
    }
    guard wanted <= Self.listLimit else { throw .domain("a list has at most \(Self.listLimit) elements") }
    var moved: [Int64: Int64] = [:]
    var values: [Value] = []
    values.reserveCapacity(Int(wanted))
    for step in 0..<wanted {
      let place = range.lowerBound + step
      let chosen = random.integer(in: place...range.upperBound)
      values.append(.integer(moved[chosen] ?? chosen))
      moved[chosen] = moved[place] ?? place
    }
    return .array(values)
  }

  static let listLimit: Int64 = 1_000_000
}

// MARK: - Lists and hashes

extension Function {
  private func chunks(_ arguments: [Value]) throws(EvaluationError) -> Value {
    guard case .array(let elements) = arguments[0] else {
      throw .type("'chunks' requires a list, not \(arguments[0].article)")
    }
    let size = try integer(arguments, 1)
    guard size > 0 else { throw .domain("'chunks' requires a size of at least 1, not \(size)") }
    let step = Int(clamping: size)
    var parts: [Value] = []
    var start = 0
    while start < elements.count {
      let end = elements.count - start > step ? start + step : elements.count
      parts.append(.array(Array(elements[start..<end])))
      start = end
    }
    return .array(parts)
  }

  private func length(_ arguments: [Value]) throws(EvaluationError) -> Value {
    switch arguments[0] {
    case .array(let elements): return .integer(Int64(elements.count))
    case .string(let text, _): return .integer(Int64(text.unicodeScalars.count))
    default: throw .type("'length' requires a string or a list, not \(arguments[0].article)")
    }
  }

  private func extreme(_ arguments: [Value]) throws(EvaluationError) -> Value {
    var best = Value.null
    for candidate in arguments where candidate != .null {
      if best == .null {
        best = candidate
      } else if try candidate.compare(with: best) == (self == .least ? .before : .after) {
        best = candidate
      }
    }
    return best
  }

  /// Without a seed it is 0: pgbench's is drawn per run, but a run of ours has to be repeatable.
  private func hashed(_ arguments: [Value]) throws(EvaluationError) -> Value {
    let value = try integer(arguments, 0)
    if self == .permute {
      let size = try integer(arguments, 1)
      guard size > 0 else { throw .domain("'permute' requires a size of at least 1, not \(size)") }
      let seed = arguments.count > 2 ? try integer(arguments, 2) : 0
      return .integer(PgbenchHash.permute(value, size: size, seed: seed))
    }
    let seed = arguments.count > 1 ? try integer(arguments, 1) : 0
    let isFNV = self == .hashFNV1a
    return .integer(isFNV ? PgbenchHash.fnv1a(value, seed: seed) : PgbenchHash.murmur2(value, seed: seed))
  }
}
