/// The evidence that a fix fails at most `ratio` times as often as the control, as an e-process.
///
/// A block is one round of the control and c rounds of the fix in random order. While no round of the
/// fix has failed, E = (1 + cρ)^y with y the failures of the control; a failure of the fix sets E to 0
/// for good. If in truth p_fix ≥ ρ·p_control in a block, its factor has the mean
/// (1 + cρp)(1 - p_fix)^c ≤ (1 + cρp)e^(-cρp) ≤ 1, so E is a supermartingale at every p, also where p
/// drifts from block to block, and by Ville's inequality it ever reaches 1/α with probability at most α
/// (Ramdas, Grünwald, Vovk and Shafer, "Game-theoretic statistics and safe anytime-valid inference",
/// Statist. Sci. 38, 2023). It is therefore judged at the ends of blocks only.
package struct EliminationProcess: Codable, Hashable, Sendable {
  /// c: rounds of the fix for each round of the control.
  package let fixRoundsPerControl: Int
  /// ρ: the ratio of failure rates to be excluded.
  package let ratio: Double
  /// α: the probability of certifying a fix that is no better than ρ.
  package let alpha: Double
  /// y: failures of the control in complete blocks.
  package private(set) var controlFailures = 0
  package private(set) var isRefuted = false

  package init(fixRoundsPerControl: Int = 4, ratio: Double = 1.0 / 20, alpha: Double = 0.05) {
    self.fixRoundsPerControl = fixRoundsPerControl
    self.ratio = ratio
    self.alpha = alpha
  }

  package mutating func endBlock(controlFailed: Bool, fixFailed: Bool) {
    if controlFailed { controlFailures += 1 }
    if fixFailed { isRefuted = true }
  }

  package var eValue: Double { isRefuted ? 0 : (Double(controlFailures) * logFactor).exponential }

  package var isReached: Bool { !isRefuted && controlFailures >= requiredControlFailures }

  /// The least y at which E ≥ 1/α: 17 for c = 4, ρ = 1/20 and α = 0.05.
  package var requiredControlFailures: Int {
    // Rounding must not ask for one failure more where the quotient is a whole number.
    Int(((1 / alpha).naturalLogarithm / logFactor - 1e-9).rounded(.up))
  }

  /// The smallest bound on p_fix / p_control that holds at confidence 1 - α by now.
  ///
  /// Solves (1 + cρ)^y = 1/α for ρ; valid at every time at once, since E is monotone in ρ. Nil once the
  /// fix has failed or while the control has not.
  package var upperBound: Double? {
    guard !isRefuted, controlFailures > 0 else { return nil }
    let root = ((1 / alpha).naturalLogarithm / Double(controlFailures)).exponentialMinusOne
    return root / Double(fixRoundsPerControl)
  }

  /// Rounds of both arms that still have to be run if the control fails at `rate` a round.
  ///
  /// From the start this is about 85/p with the default design. Nil if the rate is 0.
  package func remainingRounds(atControlRate rate: Double) -> Int? {
    guard rate > 0 else { return nil }
    let missing = max(0, requiredControlFailures - controlFailures)
    let rounds = Double(missing * (1 + fixRoundsPerControl)) / rate
    return rounds < Double(Int.max / 2) ? Int(rounds.rounded(.up)) : nil
  }

  private var logFactor: Double { (Double(fixRoundsPerControl) * ratio).logOnePlus }
}
