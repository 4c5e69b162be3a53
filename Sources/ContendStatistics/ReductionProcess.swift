/// The evidence that a fix fails less often than the control, as an e-process over failures.
///
/// Look at the failing rounds of both arms only. If both fail equally often, the next one is the fix's
/// with probability θ₀ = c/(1 + c); if the fix fails r times as often, θ = cr/(1 + cr). E is the
/// likelihood of the arms seen, averaged over θ uniform on [0, θ₀], against that at θ₀ (the mixture
/// method of Robbins, Ann. Math. Statist. 41, 1970). Within a block the number of rounds is given, so
/// the failures are not quite independent draws, but the factor of a whole block has, for each θ < θ₀
/// and with δ = (1 + c)(θ₀ - θ), the mean (1 + δp)(1 - δp/c)^c ≤ 1 when the fix is no better than the
/// control: E is a supermartingale at the ends of blocks, where it is judged, also under drift.
package struct ReductionProcess: Codable, Hashable, Sendable {
  /// c: rounds of the fix for each round of the control.
  package let fixRoundsPerControl: Int
  /// E at which the reduction counts as shown.
  package let threshold: Double
  package let confidence: Double
  /// Failing rounds of the control in complete blocks.
  package private(set) var controlFailures = 0
  /// Failing rounds of the fix in complete blocks.
  package private(set) var fixFailures = 0

  package init(fixRoundsPerControl: Int = 4, threshold: Double = 20, confidence: Double = 0.95) {
    self.fixRoundsPerControl = fixRoundsPerControl
    self.threshold = threshold
    self.confidence = confidence
  }

  package mutating func endBlock(controlFailures: Int, fixFailures: Int) {
    self.controlFailures += controlFailures
    self.fixFailures += fixFailures
  }

  /// Infinite where it exceeds every number.
  package var eValue: Double {
    let f = Double(fixFailures)
    let y = Double(controlFailures)
    let even = evenShare
    let tail = SpecialFunctions.incompleteBeta(even, f + 1, y + 1)
    guard tail > 0 else { return 0 }
    let average =
      tail.naturalLogarithm + SpecialFunctions.logBeta(f + 1, y + 1) - even.naturalLogarithm
    let null = f * even.naturalLogarithm + y * (1 - even).naturalLogarithm
    return (average - null).exponential
  }

  package var isReached: Bool { eValue >= threshold }

  /// The estimate of p_fix / p_control; nil while the control has not failed.
  package var factor: Double? {
    guard controlFailures > 0 else { return nil }
    return Double(fixFailures) / Double(fixRoundsPerControl * controlFailures)
  }

  /// The exact interval of p_fix / p_control, from that of the fix's share of the failures.
  ///
  /// Its coverage is that of a sample of this size; E, not the interval, decides when to stop.
  package var factorInterval: Interval {
    let share = ClopperPearson.interval(
      successes: fixFailures, trials: fixFailures + controlFailures, confidence: confidence)
    return Interval(low: factor(ofShare: share.low), high: factor(ofShare: share.high))
  }

  /// Whether the whole interval lies above `factor`; one evaluation where the interval takes a hundred.
  package func isSurelyAbove(_ factor: Double) -> Bool {
    guard fixFailures > 0 else { return false }
    let odds = Double(fixRoundsPerControl) * factor
    let tail = SpecialFunctions.incompleteBeta(
      odds / (1 + odds), Double(fixFailures), Double(controlFailures + 1))
    return tail < (1 - confidence) / 2
  }

  private var evenShare: Double { Double(fixRoundsPerControl) / Double(1 + fixRoundsPerControl) }

  private func factor(ofShare share: Double) -> Double {
    share >= 1 ? .infinity : share / (Double(fixRoundsPerControl) * (1 - share))
  }
}
