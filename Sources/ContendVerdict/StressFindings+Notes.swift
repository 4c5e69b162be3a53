import ContendModel
import ContendChecking

extension StressFindings {
  /// What decides nothing: retries that absorb failures, rounds that could not have failed.
  var notes: [String] { [retries].compactMap { $0 } + vacuity }

  /// Optimistic designs fail in their first attempt and are legitimate: a figure, never `masked`.
  private var retries: String? {
    guard fix.retriedCalls > 0, let rate = fix.firstAttemptFailureRate,
      let before = control.firstAttemptFailureRate, rate >= before
    else { return nil }
    return "\\retry absorbs what still happens: \(Figures.percent(rate)) of the fix's calls failed in their "
      + "first attempt (\(Figures.grouped(fix.retriedCalls)) were retried), against "
      + "\(Figures.percent(before)) of the control's."
  }

  private var vacuity: [String] {
    [("control", control), ("fix", fix)].flatMap { name, arm in
      // What was violated in other rounds can be violated.
      arm.vacuousRounds.filter { note, _ in
        guard case .invariantReadNothing(let invariant) = note else { return true }
        return fix.failures[.invariant(invariant)] == nil && control.failures[.invariant(invariant)] == nil
      }.map { "In \($1) of \(arm.rounds) rounds of the \(name) \($0)." }.sorted()
    }
  }
}
