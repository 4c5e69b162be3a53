package import ContendStatistics

/// What free-running rounds of one variant saw; a round is the trial.
package struct StressSection: Codable, Hashable, Sendable {
  package var settings: StressSettingsSection
  package var rounds: Int
  package var failedRounds: Int
  /// Share of rounds that failed; nil if no round ended.
  package var failureRate: Double?
  package var interval: Interval?
  /// Upper bound of p_fix/p_control at 95%; nil for the control, and where none could be given.
  package var upperBound: Double?
  /// Calls in all rounds.
  package var calls: Int
  /// Open-loop arrivals that were due in time and that no client was free to serve; nil in a closed loop.
  package var unserved: Int?
  /// Nil if no call ended.
  package var latency: LatencySection?
  /// Calls per second.
  package var throughput: Double?
  package var statementsPerCall: Double?
  package var attemptsPerCall: Double?
  /// Share of calls that ended neither ok nor rejected.
  package var errorRate: Double?
  /// Share of calls that ended rejected.
  package var rejectRate: Double?
  /// Share of calls that took more than one attempt.
  package var retryRate: Double?
  /// Nil where the variant uses nothing but statements.
  package var resources: ResourcesSection?
  /// Nil where nobody looked while a round ran.
  package var lockWaits: LockWaitsSection?
  /// Calls by outcome, with its SQLSTATE or reason: `ok`, `rejected:out_of_stock`, `error:40001`.
  package var outcomes: StringMap<Int>
  /// A failing round that was traced.
  package var counterexample: CounterexampleSection?

  package init(
    settings: StressSettingsSection, rounds: Int, failedRounds: Int, interval: Interval? = nil,
    upperBound: Double? = nil, calls: Int, unserved: Int? = nil, latency: LatencySection? = nil,
    throughput: Double? = nil, statementsPerCall: Double? = nil, attemptsPerCall: Double? = nil,
    errorRate: Double? = nil, rejectRate: Double? = nil, retryRate: Double? = nil,
    resources: ResourcesSection? = nil, lockWaits: LockWaitsSection? = nil, outcomes: StringMap<Int> = [:],
    counterexample: CounterexampleSection? = nil
  ) {
    self.settings = settings
    self.rounds = rounds
    self.failedRounds = failedRounds
    self.failureRate = rounds == 0 ? nil : Double(failedRounds) / Double(rounds)
    self.interval = interval
    self.upperBound = upperBound
    self.calls = calls
    self.unserved = unserved
    self.latency = latency
    self.throughput = throughput
    self.statementsPerCall = statementsPerCall
    self.attemptsPerCall = attemptsPerCall
    self.errorRate = errorRate
    self.rejectRate = rejectRate
    self.retryRate = retryRate
    self.resources = resources
    self.lockWaits = lockWaits
    self.outcomes = outcomes
    self.counterexample = counterexample
  }

  private enum CodingKeys: String, CodingKey {
    case settings, rounds
    case failedRounds = "failed_rounds"
    case failureRate = "failure_rate"
    case interval
    case upperBound = "upper_bound"
    case calls, unserved, latency, throughput
    case statementsPerCall = "statements_per_call"
    case attemptsPerCall = "attempts_per_call"
    case errorRate = "error_rate"
    case rejectRate = "reject_rate"
    case retryRate = "retry_rate"
    case resources
    case lockWaits = "lock_waits"
    case outcomes, counterexample
  }
}

/// What calls used besides statements, per call.
package struct ResourcesSection: Codable, Hashable, Sendable {
  package var serviceCalls: Double
  /// Connections that the pool did not have at once.
  package var poolWaits: Double
  /// Milliseconds.
  package var poolWait: Double
  /// Milliseconds in which a connection of the pool was held.
  package var connectionHeld: Double

  package init(serviceCalls: Double, poolWaits: Double, poolWait: Double, connectionHeld: Double) {
    self.serviceCalls = serviceCalls
    self.poolWaits = poolWaits
    self.poolWait = poolWait
    self.connectionHeld = connectionHeld
  }

  private enum CodingKeys: String, CodingKey {
    case serviceCalls = "service_calls_per_call"
    case poolWaits = "pool_waits_per_call"
    case poolWait = "pool_wait_ms"
    case connectionHeld = "connection_held_ms"
  }
}

/// Waiting for locks of the database, as seen at moments of the rounds.
package struct LockWaitsSection: Codable, Hashable, Sendable {
  /// Moments at which somebody looked.
  package var samples: Int
  /// Sessions that waited at a time, on average.
  package var sessions: Double
  /// Milliseconds per call, worked out from that.
  package var lockWait: Double

  package init(samples: Int, sessions: Double, lockWait: Double) {
    self.samples = samples
    self.sessions = sessions
    self.lockWait = lockWait
  }

  private enum CodingKeys: String, CodingKey {
    case samples
    case sessions = "sessions_waiting"
    case lockWait = "lock_wait_ms"
  }
}

/// The load of a stress run.
package struct StressSettingsSection: Codable, Hashable, Sendable {
  package var clients: Int
  /// Calls of each client in a round; nil if time ends the round.
  package var calls: Int?
  /// Seconds that a round lasts; nil if the number of calls ends it.
  package var duration: Double?
  /// Rounds asked for; nil if the budget or the sequential test decided.
  package var rounds: Int?
  /// Arrivals per second; nil is a closed loop.
  package var rate: Double?
  /// BEGIN travelled with the statement after it.
  package var beginFused: Bool

  package init(
    clients: Int, calls: Int?, duration: Double? = nil, rounds: Int? = nil, rate: Double? = nil,
    beginFused: Bool = false
  ) {
    self.clients = clients
    self.calls = calls
    self.duration = duration
    self.rounds = rounds
    self.rate = rate
    self.beginFused = beginFused
  }

  private enum CodingKeys: String, CodingKey {
    case clients, calls
    case duration = "duration_s"
    case rounds, rate
    case beginFused = "begin_fused"
  }
}

/// Latency of calls in milliseconds.
package struct LatencySection: Codable, Hashable, Sendable {
  package var p50: Double
  package var p95: Double
  package var p99: Double
  package var max: Double
  package var mean: Double

  package init(p50: Double, p95: Double, p99: Double, max: Double, mean: Double) {
    self.p50 = p50
    self.p95 = p95
    self.p99 = p99
    self.max = max
    self.mean = mean
  }
}
