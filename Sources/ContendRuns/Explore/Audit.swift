import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel

/// Looks for an outcome that a complete reduced walk has lost, by orders without any reduction.
///
/// The net under every claim of independence: it knows nothing of footprints.
struct Audit {
  /// Orders drawn at random; where there are no more than these in all, each is run.
  private static let orders = 200

  struct Finding: Sendable {
    var orders: Int
    /// These were all there are.
    var isExhaustive: Bool
    /// An outcome, or a kind of failure, that the walk does not have.
    var isMissed: Bool
    /// What was seen.
    var outcomes: Set<SerialOutcome>
  }

  let lanes: Lanes
  let judge: ScheduleJudge
  let variant: Variant
  let options: RunOptions
  let deadline: ContinuousClock.Instant

  /// Nil where the time, or the user, did not let it come to its end.
  func run(after state: Findings.State, schedules: Int, _ reduction: Reduction) async throws -> Finding? {
    try await turn(to: .none)
    let finding = try await audit(state, schedules)
    try await turn(to: reduction)
    return finding
  }

  /// One shard's share of the orders; only all shards together know whether an outcome is missing.
  func share(of shard: Shard, _ reduction: Reduction) async throws -> Finding? {
    try await turn(to: .none)
    let orders = (Self.orders + shard.count - 1) / shard.count
    let seed = options.seed &+ UInt64(shard.number)
    let (tally, seen) = try await walk(RandomWalk(seed: seed, runs: orders))
    try await turn(to: reduction)
    guard tally.schedules + tally.diverged >= orders else { return nil }
    return Finding(orders: tally.schedules, isExhaustive: false, isMissed: false, outcomes: seen.outcomes)
  }

  private func audit(_ state: Findings.State, _ schedules: Int) async throws -> Finding? {
    if schedules <= Self.orders {
      let (tally, seen) = try await walk(FirstRuns(Self.orders, of: DepthFirst(reduction: .none)))
      if tally.isComplete { return finding(tally.schedules, isExhaustive: true, seen, state) }
      if isMissing(seen, in: state) { return finding(tally.schedules, isExhaustive: false, seen, state) }
    }
    let (tally, seen) = try await walk(RandomWalk(seed: options.seed, runs: Self.orders))
    guard tally.schedules + tally.diverged >= Self.orders else { return nil }
    return finding(tally.schedules, isExhaustive: false, seen, state)
  }

  private func finding(
    _ orders: Int, isExhaustive: Bool, _ seen: Findings.State, _ state: Findings.State
  ) -> Finding {
    Finding(
      orders: orders, isExhaustive: isExhaustive, isMissed: isMissing(seen, in: state),
      outcomes: seen.outcomes)
  }

  private func isMissing(_ seen: Findings.State, in state: Findings.State) -> Bool {
    !seen.outcomes.isSubset(of: state.outcomes) || !Set(seen.kinds.keys).isSubset(of: state.kinds.keys)
  }

  private func walk<S: Strategy>(_ strategy: sending S) async throws -> (Tally, Findings.State) {
    let exploration = StrategyWalk(
      strategy, lanes: lanes, judge: judge, deadline: deadline, stopSignal: options.stopSignal)
    try await exploration.run()
    return (exploration.tally, exploration.findings.current)
  }

  private func turn(to reduction: Reduction) async throws {
    try await lanes.forEach { [variant] in try await $0.turn(to: variant, reduction: reduction) }
  }
}

extension Reduction {
  /// The next that takes fewer interleavings for the same.
  var weaker: Reduction {
    switch self {
    case .mvcc, .auto: .row
    case .row: .table
    case .table: .begin
    case .begin, .none: .none
    }
  }

  /// Whichever of the two takes fewer interleavings for the same.
  func capped(by other: Reduction?) -> Reduction {
    let order: [Reduction] = [.none, .begin, .table, .row, .mvcc]
    guard let other, let place = order.firstIndex(of: self), let limit = order.firstIndex(of: other) else {
      return self
    }
    return order[min(place, limit)]
  }
}
