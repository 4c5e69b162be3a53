import ContendExecution
import ContendExploration
import ContendModel

/// Walks the interleavings of a program over its lanes as a strategy's name says.
struct Walk {
  /// Runs of a sampling strategy at the most; the deadline usually comes first.
  private static let sampleLimit = 1_000_000
  /// The depth of bugs that PCT looks for: most need two or three ordering constraints.
  private static let bugDepth = 3
  /// The share of the time that depth-first search gets before the rest is sampled.
  private static let exhaustiveShare = 0.7

  let lanes: Lanes
  let judge: ScheduleJudge
  let reduction: Reduction
  let deadline: ContinuousClock.Instant
  let options: RunOptions

  struct Result {
    var strategy: StrategyName
    var tally: Tally
    var state: Findings.State
  }

  func run(_ name: StrategyName) async throws -> Result {
    switch name {
    case .auto:
      let now = ContinuousClock.now
      let exhaustive = now.advanced(by: now.duration(to: deadline) * Walk.exhaustiveShare)
      let all = try await walk(DepthFirst(reduction: reduction), .depthFirst, until: exhaustive)
      let isOver = all.tally.isComplete || all.state.failing > 0 || options.control.isStopped
      if isOver || all.state.isHopeless { return all }
      return all.adding(try await run(.pct))
    case .depthFirst: return try await walk(DepthFirst(reduction: reduction), name, until: deadline)
    case .preemptionBounded: return try await walk(PreemptionBounded(), name, until: deadline)
    case .pct:
      let steps = try await programLength()
      let clients = lanes.lanes[0].clientCount
      let strategy = PCT(
        seed: options.seed, runs: Walk.sampleLimit, clients: clients, steps: steps, depth: Walk.bugDepth)
      return try await walk(strategy, name, until: deadline)
    case .randomWalk:
      return try await walk(RandomWalk(seed: options.seed, runs: Walk.sampleLimit), name, until: deadline)
    }
  }

  private func walk<S: Strategy>(
    _ strategy: sending S, _ name: StrategyName, until deadline: ContinuousClock.Instant
  ) async throws -> Result {
    let exploration = Exploration(
      strategy, lanes: lanes, judge: judge, deadline: deadline, control: options.control)
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

extension Walk.Result {
  /// What an incomplete walk and the samples after it saw together.
  fileprivate func adding(_ samples: Walk.Result) -> Walk.Result {
    var sum = samples
    sum.tally.schedules += tally.schedules
    sum.tally.redundant += tally.redundant
    sum.tally.diverged += tally.diverged
    sum.tally.bounded += tally.bounded
    sum.tally.isComplete = false
    sum.state.judged += state.judged
    sum.state.outcomes.formUnion(state.outcomes)
    sum.state.samples += state.samples
    sum.state.uncontrolledWakes += state.uncontrolledWakes
    return sum
  }
}
