package import ContendModel
package import ContendStatistics

extension ArmTally {
  package var rounds: Int { judged.rounds }
  package var failedRounds: Int { judged.failedRounds }
  package var failures: [FailureKind: JudgedRounds.KindTally] { judged.failures }
  package var unknownRounds: Int { judged.unknownRounds }
  package var unknownReasons: [String] { judged.unknownReasons }
  /// Failed rounds a round, 0...1; nil without rounds.
  package var failureRate: Double? { judged.failureRate }
  var failureShare: Share { judged.failureShare }
  /// The exact 95% interval of the failure rate.
  package var failureInterval: Interval { judged.failureInterval }

  /// Calls per second of busy time; nil where none was measured.
  package var throughput: Double? {
    let seconds = busy / .seconds(1)
    return seconds > 0 && calls > 0 ? Double(calls) / seconds : nil
  }

  package var statementsPerCall: Double? { perCall(statements) }
  /// Of calls that ended well: what a deadline cuts short issues fewer statements than its program would.
  package var statementsPerWholeCall: Double? {
    let whole = count(.ok, .rejected)
    return whole > 0 ? Double(wholeStatements) / Double(whole) : nil
  }
  package var attemptsPerCall: Double? { perCall(attempts) }

  package var serviceCallsPerCall: Double? { use.flatMap { perCall($0.serviceCalls) } }
  package var poolWaitsPerCall: Double? { use.flatMap { perCall($0.poolWaits) } }
  /// Milliseconds.
  package var poolWaitPerCall: Double? { use.flatMap { perCall($0.poolWait) } }
  /// Milliseconds.
  package var heldPerCall: Double? { use.flatMap { perCall($0.held) } }

  /// Sessions that waited for a lock at a time, on average; nil where nobody looked.
  package var sessionsWaiting: Double? {
    locks.count > 0 ? Double(locks.waiting) / Double(locks.count) : nil
  }
  /// Milliseconds that a call waited for locks, by Little's law: as many wait at a time as begin to wait in
  /// the time that one waits.
  package var lockWaitPerCall: Double? {
    guard let waiting = sessionsWaiting, let throughput else { return nil }
    return waiting / throughput * 1000
  }

  /// The share of calls whose first attempt did not come through: retried, or ended without one.
  package var firstAttemptFailureRate: Double? { perCall(retriedCalls + firstAttemptFailures) }

  /// The share of calls that took more than one attempt.
  package var retryRate: Double? { perCall(retriedCalls) }

  /// What a `\threshold` is compared with; nil where nothing was measured.
  ///
  /// `error_rate` is the share of calls that ended neither ok nor rejected, `timeout_rate` that of
  /// both kinds of time-out.
  package func value(of metric: Threshold.Metric) -> Double? {
    switch metric {
    case .p50: latency.isEmpty ? nil : latency.p50
    case .p95: latency.isEmpty ? nil : latency.p95
    case .p99: latency.isEmpty ? nil : latency.p99
    case .max: latency.isEmpty ? nil : latency.max
    case .mean: latency.isEmpty ? nil : latency.mean
    case .throughput: throughput
    case .errorRate: perCall(calls - count(.ok, .rejected))
    case .rejectRate: perCall(count(.rejected))
    case .timeoutRate: perCall(count(.timeout, .poolTimeout))
    case .statementsPerCall: statementsPerCall
    case .attemptsPerCall: attemptsPerCall
    }
  }

  private func count(_ kinds: OutcomeKind...) -> Int {
    outcomes.reduce(0) { $0 + (kinds.contains($1.key.kind) ? $1.value : 0) }
  }

  private func perCall(_ time: Duration) -> Double? {
    calls > 0 ? time / .milliseconds(1) / Double(calls) : nil
  }

  private func perCall(_ number: Int) -> Double? {
    calls > 0 ? Double(number) / Double(calls) : nil
  }
}
