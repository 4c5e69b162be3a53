import ContendModel
import ContendStatistics
package import ContendVerdict

extension Sentences {
  static func sentence(_ found: RoundEvidence) -> String {
    switch found {
    case .newFailure(let kind, let fix, let first, let control, let message):
      "\(kind) appeared in \(rounds(fix)), first in round \(first), and in none of the control's "
        + "\(Figures.grouped(control.of))." + followed(message)
    case .sameFailures(let kinds, let fix, let interval, let control, let message):
      "\(rounds(fix)) failed (\(Figures.percent(fix.rate)), 95% interval \(Figures.range(interval))): "
        + kinds.map { "\($0.kind) in \(Figures.grouped($0.rounds)), first in round \($0.first)" }
        .joined(separator: "; ") + "; the control failed in \(Figures.share(control))." + followed(message)
    case .failureFactor(let lower, let factor, let interval, let e):
      (lower
        ? "It fails less often than the control, but it fails: "
        : "That it fails less often than the control is not shown: ")
        + "p_fix/p_control = \(Figures.number(factor)) (95% interval \(Figures.number(interval.low)) to "
        + "\(Figures.number(interval.high))), E \(Self.text(e: e))."
    case .neverFailed(let fix, let control, let bound, let confidence):
      "\(rounds(fix)) failed while the control failed in \(Figures.share(control)); p_fix/p_control ≤ "
        + "\(Figures.number(bound, rounding: .up)) at \(Figures.percent(confidence)) confidence."
    case .unjudged(let share, let reasons):
      "\(rounds(share)) could not be judged: \(reasons.joined(separator: " "))"
    case .tooFewFailures(let fix, let seen, let needed, let rate, let more):
      "\(rounds(fix)) failed, but beside them the control failed only \(seen) times where \(needed) are needed; "
        + "at its rate of \(Figures.percent(rate)) about \(more.map(Figures.grouped) ?? "far too many") more "
        + "rounds of both would decide."
    case .failsInExploreOnly(let control):
      "The control, which fails in explore, failed in \(rounds(control)) of stress: they say nothing of whether "
        + "the fix eliminates that."
    case .notReproduced(let control, let bound, let more, let unjudged, let reasons):
      "The control did not reproduce: it failed in \(rounds(control)), so its rate is at most "
        + "\(Figures.percent(bound)) and at least \(Figures.grouped(more ?? 0)) more rounds of both would be "
        + "needed (85/p)."
        + (unjudged.count == 0
          ? "" : " \(unjudged.count) of its rounds could not be judged: \(reasons.joined(separator: " "))")
    case .noControlRound: "Nothing was shown: not one round of the control has ended."
    case .thresholdBroken(let threshold, let value, let control):
      broken(threshold, value)
        + (control.map { "; the control has \(Figures.number($0))\(threshold.metric.unit)" } ?? "") + "."
    case .thresholdBrokenByBoth(let threshold, let value):
      "\(broken(threshold, value)), but so does the control: no regression."
    case .absorbedByRetry(let retried, let fix, let control):
      "\\retry absorbs what still happens: \(Figures.percent(fix)) of the fix's calls failed in their first "
        + "attempt (\(Figures.grouped(retried)) were retried), against \(Figures.percent(control)) of the control's."
    case .vacuous(let arm, let rounds, let invariant):
      "In \(Self.rounds(rounds)) of the \(arm.rawValue) "
        + (invariant.map { "invariant \($0) read no row: it cannot have been violated." }
          ?? "no two calls overlapped: nothing ran concurrently.")
    case .notShownInStaging(let setting, let rounds, let control):
      "Why staging did not show it: with \(setting) it failed in 0 of \(rounds) rounds; here in "
        + "\(Figures.share(control))."
    case .stoppedEarly: "The run was stopped before it was judged."
    case .fewerClients(let clients, let wanted, let free, let needed):
      "The server has \(Figures.plural(free, "connection")) left and this run needs \(Figures.grouped(needed)): "
        + "stress ran with \(clients) instead of \(wanted) clients for each variant."
    }
  }

  /// `3 of 68 rounds`.
  static func rounds(_ share: Share) -> String {
    "\(Figures.grouped(share.count)) of \(Figures.plural(share.of, "round"))"
  }

  private static func followed(_ message: FailureEvidence?) -> String { message.map { " " + text($0) } ?? "" }

  /// Beyond a million E says no more.
  private static func text(e: Double) -> String {
    e < 1_000_000 ? "= \(Figures.number(e))" : "> \(Figures.grouped(1_000_000))"
  }

  private static func broken(_ threshold: ThresholdFigure, _ value: Double) -> String {
    let metric = threshold.metric
    return
      "\(metric.rawValue) = \(Figures.number(value))\(metric.unit) breaks \\threshold \(metric.rawValue) "
      + "\(threshold.comparison.rawValue) \(Figures.number(threshold.limit))\(metric.unit)"
  }
}

extension Share {
  /// 0…1; 0 of nothing.
  fileprivate var rate: Double { of > 0 ? Double(count) / Double(of) : 0 }
}

extension Threshold.Metric {
  fileprivate var unit: String {
    switch self {
    case .p50, .p95, .p99, .max, .mean: " ms"
    case .throughput: " calls/s"
    case .errorRate, .rejectRate, .timeoutRate, .statementsPerCall, .attemptsPerCall: ""
    }
  }
}

extension Sentences {
  /// What the load of an arm did not get to.
  package static func loadNotes(_ tally: ArmTally) -> [String] {
    [
      tally.unserved > 0
        ? "\(Figures.plural(tally.unserved, "arrival")) were due in time but no client was free to serve them: the "
          + "rate is more than these clients can do, and the latencies do not show how long those calls would have "
          + "waited." : nil,
      tally.roundsCutShort > 0
        ? "\(Figures.plural(tally.roundsCutShort, "round")) ended early: the invariants read every call of a round, "
          + "and no more of them are kept in memory." : nil,
    ].compactMap(\.self)
  }
}
