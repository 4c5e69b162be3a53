import ContendModel

extension Function {
  /// How many arguments it takes; those of `weighted` are counted as values and weights.
  var arity: ClosedRange<Int> {
    switch self {
    case .pi: 0...0
    case .abs, .length, .debug, .integer, .double, .ceil, .floor, .sqrt, .ln, .exp: 1...1
    case .round, .hash, .hashFNV1a, .hashMurmur2: 1...2
    case .mod, .pow, .power, .random, .chunks: 2...2
    case .permute: 2...3
    case .randomZipfian, .randomGaussian, .randomExponential, .sample: 3...3
    case .least, .greatest, .pick: 1...10_000
    case .weighted: 2...20_000
    }
  }

  var arityText: String {
    let arity = arity
    if arity.lowerBound == arity.upperBound {
      return arity.lowerBound == 1 ? "1 argument" : "\(arity.lowerBound) arguments"
    }
    if arity.upperBound >= 10_000 { return "at least \(arity.lowerBound == 1 ? "1 argument" : "1 value")" }
    return "\(arity.lowerBound) or \(arity.upperBound) arguments"
  }

  var usage: String {
    let arguments =
      switch self {
      case .pi: ""
      case .abs, .debug, .integer, .double, .ceil, .floor, .sqrt, .ln, .exp: "x"
      case .length, .pick: self == .length ? "text or list" : "v1, v2, …"
      case .round: "x, digits"
      case .hash, .hashFNV1a, .hashMurmur2: "value, seed"
      case .mod: "a, b"
      case .pow, .power: "x, y"
      case .random: "lowest, highest"
      case .randomZipfian, .randomGaussian, .randomExponential: "lowest, highest, parameter"
      case .sample: "lowest, highest, n"
      case .least, .greatest: "a, b, …"
      case .weighted: "v1:w1, v2:w2, …"
      case .permute: "value, size, seed"
      case .chunks: "list, n"
      }
    return "\(rawValue)(\(arguments))"
  }
}
