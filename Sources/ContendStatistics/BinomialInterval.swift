/// The exact two-sided interval of a binomial proportion.
///
/// Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
/// binomial", Biometrika 26 (1934): never less than the nominal coverage, whatever the proportion.
package enum ClopperPearson {
  /// The interval of the rate behind `successes` of `trials`; 0...1 without trials.
  ///
  /// Successes outside 0...trials count as the nearest bound.
  package static func interval(
    successes: Int, trials: Int, confidence: Double = 0.95
  ) -> Interval {
    guard trials > 0 else { return Interval(low: 0, high: 1) }
    let k = Double(min(max(successes, 0), trials))
    let n = Double(trials)
    let tail = (1 - confidence) / 2
    return Interval(
      low: k == 0 ? 0 : SpecialFunctions.inverseIncompleteBeta(tail, k, n - k + 1),
      high: k == n ? 1 : SpecialFunctions.inverseIncompleteBeta(1 - tail, k + 1, n - k))
  }
}
