/// What the systematic walk over interleavings of one variant saw.
package struct ExploreSection: Codable, Hashable, Sendable {
  package var clients: Int
  /// Calls of each client.
  package var calls: Int
  package var strategy: String
  package var reduction: String
  /// Complete runs.
  package var schedules: Int
  /// Different orders among them: a walk that is not complete may run one again.
  package var orders: Int
  /// Runs that the reduction cut off.
  package var redundant: Int
  /// Every class of interleavings in this scope was walked.
  package var complete: Bool
  package var failing: Int
  /// The number of the first failing schedule, from 1; nil if none failed.
  package var firstFailure: Int?
  /// Replays with another result than the recorded one.
  package var diverged: Int
  /// The step, from 1, at which a replay did something else than was recorded; nil if none did.
  package var divergedAt: Int?
  /// Releases whose order of waking the server decided alone.
  package var uncontrolledWakes: Int
  /// Runs in which a statement never finished.
  package var stuck: Int
  /// Seconds of the walk itself, without the server's start and the search for a shorter example.
  package var duration: Double
  /// What was covered and what was not.
  package var coverage: String
  package var counterexample: CounterexampleSection?

  package init(
    clients: Int, calls: Int, strategy: String, reduction: String, schedules: Int, orders: Int? = nil,
    redundant: Int = 0, complete: Bool, failing: Int, firstFailure: Int? = nil,
    diverged: Int = 0, divergedAt: Int? = nil, uncontrolledWakes: Int = 0, stuck: Int = 0,
    duration: Double = 0, coverage: String, counterexample: CounterexampleSection? = nil
  ) {
    self.clients = clients
    self.calls = calls
    self.strategy = strategy
    self.reduction = reduction
    self.schedules = schedules
    self.orders = orders ?? schedules
    self.redundant = redundant
    self.complete = complete
    self.failing = failing
    self.firstFailure = firstFailure
    self.diverged = diverged
    self.divergedAt = divergedAt
    self.uncontrolledWakes = uncontrolledWakes
    self.stuck = stuck
    self.duration = duration
    self.coverage = coverage
    self.counterexample = counterexample
  }

  private enum CodingKeys: String, CodingKey {
    case clients, calls, strategy, reduction, schedules, orders, redundant, complete, failing
    case firstFailure = "first_failure"
    case diverged
    case divergedAt = "diverged_at"
    case uncontrolledWakes = "uncontrolled_wakes"
    case stuck
    case duration = "duration_s"
    case coverage, counterexample
  }
}
