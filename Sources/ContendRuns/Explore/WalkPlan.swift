import ContendExecution
import ContendExploration
import ContendModel

/// Walks the interleavings of a program over its lanes as a strategy's name says.
struct WalkPlan {
  /// Runs of a sampling strategy at the most; the deadline usually comes first.
  private static let sampleLimit = 1_000_000
  /// The depth of bugs that PCT looks for: most need two or three ordering constraints.
  private static let bugDepth = 3
  /// The share of the time that depth-first search gets before the rest is sampled, and the share that
  /// is over when schedules with few preemptions, which show most bugs, have had their turn too.
  private static let exhaustiveShare = 0.6
  private static let boundedShare = 0.8

  let lanes: Lanes
  let judge: ScheduleJudge
  let reduction: Reduction
  let deadline: ContinuousClock.Instant
  let options: RunOptions
  var progress: ExploreProgress?

  struct Result {
    var strategy: StrategyName
    var tally: Tally
    var state: Findings.State
    /// Nil where the exploration was not divided.
    var leaves: ExploreResult.Leaves?
  }

  /// Leaves for each shard at least, so that large and small ones even out.
  private static let leavesPerShard = 8

  /// Only depth-first search can be divided: another strategy has no claim that shards could share.
  func run(_ division: Division) async throws -> Result {
    let trunk = StrategyWalk(
      TrunkWalk(reduction: reduction, leaves: Self.leavesPerShard * division.count), lanes: lanes,
      judge: judge, deadline: deadline, stopSignal: options.stopSignal)
    try await trunk.run()
    guard let leaves = trunk.strategy.leaves, trunk.tally.diverged == 0 else {
      var tally = trunk.tally
      tally.isComplete = false
      return Result(strategy: .depthFirst, tally: tally, state: trunk.findings.current)
    }
    let own = leaves.indices.filter(division.runs)
    let below = LeafWalk(reduction: reduction, below: own.map { leaves[$0] })
    var walked = try await walk(below, .depthFirst, until: deadline)
    walked.leaves = ExploreResult.Leaves(all: leaves.map(\.schedule.description), own: own)
    return walked
  }

  func run(_ name: StrategyName) async throws -> Result {
    switch name {
    case .auto:
      let start = ContinuousClock.now
      let budget = start.duration(to: deadline)
      let all = try await walk(
        DepthFirst(reduction: reduction), .depthFirst, until: start + budget * WalkPlan.exhaustiveShare)
      guard goesOn(after: all) else { return all }
      let bounded = try await walk(
        PreemptionBounded(), .preemptionBounded, until: start + budget * WalkPlan.boundedShare)
      guard !bounded.tally.isComplete else { return bounded }
      let both = all.adding(bounded)
      return goesOn(after: bounded) ? both.adding(try await run(.pct)) : both
    case .depthFirst: return try await walk(DepthFirst(reduction: reduction), name, until: deadline)
    case .preemptionBounded: return try await walk(PreemptionBounded(), name, until: deadline)
    case .pct:
      let steps = try await options.stopSignal.untilStopped { try await programLength() } ?? 1
      let clients = lanes.lanes[0].clientCount
      let strategy = PCT(
        seed: options.seed, runs: WalkPlan.sampleLimit, clients: clients, steps: steps,
        depth: WalkPlan.bugDepth)
      return try await walk(strategy, name, until: deadline)
    case .randomWalk:
      return try await walk(RandomWalk(seed: options.seed, runs: WalkPlan.sampleLimit), name, until: deadline)
    }
  }

  /// There is more to see, and nothing speaks against looking for it.
  private func goesOn(after result: Result) -> Bool {
    !result.tally.isComplete && result.state.failing == 0 && !result.state.isHopeless
      && !options.stopSignal.isStopped
  }

  private func walk<S: Strategy>(
    _ strategy: sending S, _ name: StrategyName, until deadline: ContinuousClock.Instant
  ) async throws -> Result {
    let exploration = StrategyWalk(
      strategy, lanes: lanes, judge: judge, deadline: deadline, stopSignal: options.stopSignal,
      progress: progress)
    try await exploration.run()
    return Result(strategy: name, tally: exploration.tally, state: exploration.findings.current)
  }

  /// Events of one run, which PCT spreads its priority changes over.
  private func programLength() async throws -> Int {
    let run = try await lanes.first { [seed = options.seed] lane in
      var walk = RandomWalk(seed: seed, runs: 1)
      guard case .run(let execution) = walk.begin() else { return 0 }
      return try await lane.run(execution).execution.schedule.choices.count
    }
    return max(1, run)
  }
}

extension WalkPlan.Result {
  /// What an incomplete walk without a failure and what came after it saw together.
  fileprivate func adding(_ later: WalkPlan.Result) -> WalkPlan.Result {
    var sum = later
    sum.tally.schedules += tally.schedules
    sum.tally.redundant += tally.redundant
    sum.tally.diverged += tally.diverged
    sum.tally.bounded += tally.bounded
    sum.tally.isComplete = false
    sum.tally.preemptions = later.tally.preemptions ?? tally.preemptions
    sum.state.judged += state.judged
    sum.state.orders.formUnion(state.orders)
    sum.state.firstFailure = later.state.firstFailure.map { $0 + state.judged }
    sum.state.outcomes.formUnion(state.outcomes)
    sum.state.codes.formUnion(state.codes)
    sum.state.samples += state.samples
    sum.state.uncontrolledWakes += state.uncontrolledWakes
    return sum
  }
}
