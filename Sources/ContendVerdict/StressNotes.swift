import ContendChecking
import ContendModel

/// What the rounds of both arms say that decides nothing: retries that absorb failures, rounds that could not have
/// failed.
struct StressNotes {
  let control: ArmTally
  let fix: ArmTally

  var all: [Evidence] { [retries].compactMap { $0 } + vacuity }

  /// Optimistic designs fail in their first attempt and are legitimate: a figure, never `masked`.
  private var retries: Evidence? {
    guard fix.retriedCalls > 0, let rate = fix.firstAttemptFailureRate,
      let before = control.firstAttemptFailureRate, rate >= before
    else { return nil }
    return .rounds(.absorbedByRetry(retried: fix.retriedCalls, fix: rate, control: before))
  }

  private var vacuity: [Evidence] {
    [(RoundEvidence.Arm.control, control), (.fix, fix)].flatMap { arm, tally in
      // What was violated in other rounds can be violated.
      tally.vacuousRounds.filter { note, _ in
        guard case .invariantReadNothing(let invariant) = note else { return true }
        return fix.failures[.invariant(invariant)] == nil && control.failures[.invariant(invariant)] == nil
      }.sorted { $0.key.description < $1.key.description }.map { note, rounds in
        Evidence.rounds(
          .vacuous(arm: arm, rounds: Share(rounds, of: tally.rounds), invariant: note.invariant))
      }
    }
  }
}

extension Vacuity {
  /// The invariant that read no row; nil where no calls overlapped.
  fileprivate var invariant: String? {
    if case .invariantReadNothing(let name) = self { name } else { nil }
  }
}
