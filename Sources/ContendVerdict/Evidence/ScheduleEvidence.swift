package import ContendModel

/// What interleavings show; shares are of interleavings.
package enum ScheduleEvidence: Codable, Hashable, Sendable {
  /// `stress` is nil where stress cannot show this kind; `new`: the control never showed it; `intact`: no
  /// invariant is violated, only answers are such as no serial order gives.
  case failing(
    kind: FailureKind, fix: Share, shortest: String, new: Bool, stress: Share?, message: FailureEvidence?,
    intact: Bool
  )
  /// No class fails. `stressed`: rounds of stress looked for what exploration does not cover.
  case noneFails(classes: Int, clients: Int, control: Share, stressed: Bool)
  /// A lock is held by a session that is not part of the run.
  case foreignBlocker(session: String)
  /// A statement did not return within the step time-out.
  case stuckCall(call: String, place: String?)
  case uncontrolledWakes(count: Int)
  /// Runs of a recorded schedule did something else than before.
  case diverged(runs: Int)
  /// A retrying client was held back so that others could go on.
  case heldBack(runs: Int)
  /// An outcome that nobody can judge, in the words of who gave up.
  case unjudged(reason: String)
  case budgetEnded(schedules: Int, orders: Int)
  /// One of several shards: only all of them together decide.
  case oneShard(number: Int, count: Int)
  /// The control failed in interleavings of other shards alone, so that the shard with the rounds of stress had no
  /// reason to ask the fix what else it does.
  case notScrutinised
  /// Orders without reduction showed an outcome that no shard's walk has.
  case outcomeLost(reduction: Reduction)

  private enum CodingKeys: String, CodingKey {
    case failing = "failing_interleavings"
    case noneFails = "no_failing_interleaving"
    case foreignBlocker = "foreign_blocker"
    case stuckCall = "stuck_call"
    case uncontrolledWakes = "uncontrolled_wakes"
    case diverged
    case heldBack = "held_back"
    case unjudged = "unjudged_schedule"
    case budgetEnded = "budget_ended"
    case oneShard = "one_shard"
    case notScrutinised = "not_scrutinised"
    case outcomeLost = "outcome_lost"
  }
}
