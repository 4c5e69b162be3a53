package import ContendChecking
package import ContendModel
package import ContendStatistics

/// What the rounds of one variant came to; a value that grows round by round.
package struct ArmTally: Sendable {
  /// In how many rounds a kind of failure showed, and in which first.
  package struct KindTally: Hashable, Sendable {
    package var rounds: Int
    package var firstRound: Int
  }

  /// Reasons kept of rounds that could not be judged.
  package static let reasonLimit = 3

  package private(set) var rounds = 0
  package private(set) var failedRounds = 0
  package private(set) var failures: [FailureKind: KindTally] = [:]
  package private(set) var unknownRounds = 0
  /// The first different reasons why rounds could not be judged.
  package private(set) var unknownReasons: [String] = []
  package private(set) var calls = 0
  package private(set) var statements = 0
  /// Attempts of all calls; more than `calls` where `\retry` repeated some.
  package private(set) var attempts = 0
  /// Calls that took more than one attempt.
  package private(set) var retriedCalls = 0
  /// Calls that ended neither ok nor rejected in their only attempt.
  package private(set) var firstAttemptFailures = 0
  /// Calls by how they ended, SQLSTATE and reason included.
  package private(set) var outcomes: [OutcomePattern: Int] = [:]
  /// Of the calls that came to an end: killed and indeterminate ones have no latency.
  package private(set) var latency = LatencyHistogram()
  /// Time in which rounds ran, without resets and checks between them.
  package private(set) var busy = Duration.zero
  /// In how many rounds a pass would have shown nothing, by why.
  package private(set) var vacuousRounds: [Vacuity: Int] = [:]

  package init() {}

  package mutating func add(_ history: History, _ judgement: Judgement) {
    rounds += 1
    busy += history.duration
    add(judgement, round: history.round)
    for call in history.calls { add(call) }
    for note in Vacuity.notes(on: history) { vacuousRounds[note, default: 0] += 1 }
  }

  private mutating func add(_ judgement: Judgement, round: Int) {
    switch judgement {
    case .valid: break
    case .invalid:
      failedRounds += 1
      for kind in judgement.kinds {
        failures[kind, default: KindTally(rounds: 0, firstRound: round)].rounds += 1
      }
    case .unknown(let reasons):
      unknownRounds += 1
      for reason in reasons
      where unknownReasons.count < Self.reasonLimit && !unknownReasons.contains(reason) {
        unknownReasons.append(reason)
      }
    }
  }

  private mutating func add(_ call: CallRecord) {
    calls += 1
    statements += call.statements
    attempts += call.attempts
    if call.attempts > 1 {
      retriedCalls += 1
    } else if call.outcome.kind != .ok, call.outcome.kind != .rejected {
      firstAttemptFailures += 1
    }
    outcomes[OutcomePattern(kind: call.outcome.kind, detail: call.outcome.detail), default: 0] += 1
    if call.outcome.kind != .killed, call.outcome.kind != .indeterminate {
      latency.record(call.duration)
    }
  }
}
