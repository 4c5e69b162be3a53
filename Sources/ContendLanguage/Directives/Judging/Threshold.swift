import ContendModel

extension Directive {
  static let threshold = Directive(
    "threshold", "\\threshold p99 < 250ms", in: [.header, .invariant, .body]
  ) { arguments, builder throws(Diagnostic) in
    try builder.requireOutsideBlocks(arguments)
    let metric = try arguments.choice("a metric", from: Threshold.Metric.self)
    let comparison = try comparison(&arguments)
    let limit = try limit(&arguments, of: metric)
    try arguments.finish()
    let threshold = Threshold(
      metric: metric, comparison: comparison, limit: limit, location: arguments.location)
    if let index = builder.currentVariant {
      builder.variants[index].variant.thresholds.append(threshold)
    } else {
      builder.scenario.judging.thresholds.append(threshold)
    }
  }

  private static func comparison(_ arguments: inout Arguments) throws(Diagnostic) -> Threshold.Comparison {
    for candidate in [Threshold.Comparison.lessOrEqual, .greaterOrEqual, .less, .greater] {
      var ahead = arguments
      let takesAll = candidate.rawValue.unicodeScalars.enumerated().allSatisfy { index, symbol in
        index == 0 ? ahead.take(symbol: symbol) : ahead.takeAdjacent(symbol)
      }
      if takesAll {
        arguments = ahead
        return candidate
      }
    }
    throw arguments.error("expected <, <=, > or >=")
  }

  private static func limit(
    _ arguments: inout Arguments, of metric: Threshold.Metric
  ) throws(Diagnostic) -> Double {
    switch metric {
    case .p50, .p95, .p99, .max, .mean:
      return try arguments.duration(metric.rawValue) / .milliseconds(1)
    case .errorRate, .rejectRate, .timeoutRate:
      return try rate(&arguments, metric.rawValue)
    case .throughput, .statementsPerCall, .attemptsPerCall:
      return try arguments.positiveNumber(metric.rawValue)
    }
  }

  /// `0.01` or `1%`.
  private static func rate(_ arguments: inout Arguments, _ what: String) throws(Diagnostic) -> Double {
    guard let word = arguments.run() else { throw arguments.error("expected a rate") }
    let isPercent = word.text.hasSuffix("%")
    guard let number = Double(isPercent ? word.text.dropLast() : word.text[...]),
      (0...1).contains(isPercent ? number / 100 : number)
    else {
      throw arguments.error("'\(what)' must be a rate from 0 to 1 or a percentage", at: word.location)
    }
    return isPercent ? number / 100 : number
  }
}

extension Arguments {
  /// The symbol if it comes next without a space before it.
  fileprivate mutating func takeAdjacent(_ symbol: Unicode.Scalar) -> Bool {
    guard offset < end, source[offset] == UInt8(ascii: symbol) else { return false }
    move(to: offset + 1)
    return true
  }
}
