package import ContendModel
package import ContendStatistics

/// What rounds of stress show; shares are of rounds.
package enum RoundEvidence: Codable, Hashable, Sendable {
  /// A kind of failure that the control never showed; `first` is the number of the first such round.
  case newFailure(kind: FailureKind, fix: Share, first: Int, control: Share, message: FailureEvidence?)
  /// The fix fails as the control does.
  case sameFailures(
    kinds: [KindCount], fix: Share, interval: Interval, control: Share, message: FailureEvidence?)
  /// How the rate of the fix compares with the control's: `factor` is p_fix/p_control, `e` the e-value, `lower`
  /// whether it is shown to be lower.
  case failureFactor(lower: Bool, factor: Double, interval: Interval, e: Double)
  /// The fix never failed beside a control that did: p_fix/p_control ≤ `bound`. The control's share is of blocks.
  case neverFailed(fix: Share, control: Share, bound: Double, confidence: Double)
  /// Rounds of the fix that nobody could judge.
  case unjudged(rounds: Share, reasons: [String])
  /// The control, which fails at `rate`, failed too rarely beside the fix; `more` is nil where no number of
  /// rounds is in reach.
  case tooFewFailures(fix: Share, seen: Int, needed: Int, rate: Double, more: Int?)
  /// The control fails in explore only.
  case failsInExploreOnly(control: Share)
  /// The control did not fail at all; its rate is at most `bound`.
  case notReproduced(control: Share, bound: Double, more: Int?, unjudged: Share, reasons: [String])
  case noControlRound
  case thresholdBroken(threshold: ThresholdFigure, value: Double, control: Double?)
  /// The control breaks it too, so that it decides nothing.
  case thresholdBrokenByBoth(threshold: ThresholdFigure, value: Double)
  /// Shares of calls whose first attempt failed.
  case absorbedByRetry(retried: Int, fix: Double, control: Double)
  /// Rounds that could not have failed; `invariant` is the one that read no row, nil where no calls overlapped.
  case vacuous(arm: Arm, rounds: Share, invariant: String?)
  /// Smaller than here, the control did not fail.
  case notShownInStaging(setting: String, rounds: Int, control: Share)
  case stoppedEarly
  /// Stress ran with fewer clients for each variant than wanted, to fit into the connections that are free.
  case fewerClients(clients: Int, wanted: Int, free: Int, needed: Int)

  package enum Arm: String, Codable, Hashable, Sendable {
    case control, fix
  }

  private enum CodingKeys: String, CodingKey {
    case newFailure = "new_failure"
    case sameFailures = "same_failures"
    case failureFactor = "failure_factor"
    case neverFailed = "never_failed"
    case unjudged = "unjudged_rounds"
    case tooFewFailures = "too_few_failures"
    case failsInExploreOnly = "fails_in_explore_only"
    case notReproduced = "not_reproduced"
    case noControlRound = "no_control_round"
    case thresholdBroken = "threshold_broken"
    case thresholdBrokenByBoth = "threshold_broken_by_both"
    case absorbedByRetry = "absorbed_by_retry"
    case vacuous = "vacuous_rounds"
    case notShownInStaging = "not_shown_in_staging"
    case stoppedEarly = "stopped_early"
    case fewerClients = "fewer_clients"
  }
}
