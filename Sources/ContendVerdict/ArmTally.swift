package import ContendChecking
package import ContendModel
package import ContendStatistics

/// What the rounds of one variant came to; a value that grows round by round.
package struct ArmTally: Sendable {
  /// How its rounds were judged.
  package private(set) var judged = JudgedRounds()
  package private(set) var calls = 0
  package private(set) var statements = 0
  /// Of the calls that came to an end of their own: nothing cut them short.
  package private(set) var wholeStatements = 0
  /// Attempts of all calls; more than `calls` where `\retry` repeated some.
  package private(set) var attempts = 0
  /// Calls that took more than one attempt.
  package private(set) var retriedCalls = 0
  /// Calls that ended neither ok nor rejected in their only attempt.
  package private(set) var firstAttemptFailures = 0
  private var succeeded = 0
  private var others: [OutcomePattern: Int] = [:]
  /// Of the calls that came to an end: killed and indeterminate ones have no latency.
  package private(set) var latency = LatencyHistogram()
  /// Time in which rounds ran, without resets and checks between them.
  package private(set) var busy = Duration.zero
  /// In how many rounds a pass would have shown nothing, by why.
  package private(set) var vacuousRounds: [Vacuity: Int] = [:]
  /// Arrivals of open loops that no client was free to serve in time.
  package private(set) var unserved = 0
  /// Rounds that ended early because no more calls could be kept.
  package private(set) var roundsCutShort = 0

  /// What calls used besides statements; nil where they used nothing else.
  package private(set) var use: ResourceUse?

  /// Sessions that waited for locks of the database, at moments of all rounds.
  package private(set) var locks = LockSamples()

  package init() {}

  /// Calls by how they ended, SQLSTATE and reason included.
  package var outcomes: [OutcomePattern: Int] {
    succeeded == 0 ? others : others.merging([OutcomePattern(.ok): succeeded]) { $1 }
  }

  /// Counts a round that has ended; its calls are counted one by one as they end.
  package mutating func endRound(_ history: History, _ judgement: Judgement) {
    busy += history.duration
    unserved += history.unserved
    locks += history.locks
    if history.isCutShort { roundsCutShort += 1 }
    judged.add(judgement, round: history.round)
    for note in Vacuity.notes(on: history) { vacuousRounds[note, default: 0] += 1 }
  }

  package mutating func add(_ call: CallRecord) {
    calls += 1
    statements += call.statements
    if call.outcome.kind == .ok || call.outcome.kind == .rejected { wholeStatements += call.statements }
    attempts += call.attempts
    if let used = call.use { use = (use ?? ResourceUse()) + used }
    if call.attempts > 1 {
      retriedCalls += 1
    } else if call.outcome.kind != .ok, call.outcome.kind != .rejected {
      firstAttemptFailures += 1
    }
    count(call.outcome)
    if call.outcome.kind != .killed, call.outcome.kind != .indeterminate {
      latency.record(call.duration)
    }
  }

  /// Nearly every call of a load test ends in `ok`: that one is counted without hashing.
  private mutating func count(_ outcome: Outcome) {
    if case .ok = outcome {
      succeeded += 1
    } else {
      others[OutcomePattern(outcome), default: 0] += 1
    }
  }
}
