import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import ContendVerdict

/// Everything one exploration of a variant brought to light.
struct ExploreResult {
  var variant: Variant
  var clients: Int
  var calls: Int
  var strategy: StrategyName
  /// The reduction that was applied, never `auto`.
  var reduction: Reduction
  var levels: [IsolationLevel]
  var tally: Tally
  var state: Findings.State
  /// Of the walk alone.
  var duration: Duration
  var diverged: Int
  /// What of it the serial-order oracle could not judge.
  var serialGaps: [Coverage.SerialGap]
  var anomaly: Anomaly?
  /// What would make the failure vanish.
  var advice: [IsolationAdvice]
  /// Why it may have shown nothing although it is complete.
  var vacuity: [Vacuity]
  /// How many clients were killed in a run at most.
  var crashes: Int
  /// Some statement reads the database's clock, on which no time passes.
  var readsClock: Bool
  /// What the calls drew, the same in every schedule: a name with its values, call by call.
  var draws: [Coverage.Draw]
  /// Nil where nothing rests on footprints, or the time was over.
  var audit: Audit.Finding?
  /// Reductions that lost an outcome, before this one.
  var missed: [Reduction] = []

  /// Nil where the exploration was not divided.
  var leaves: Leaves?

  /// Where the parts of a divided exploration begin.
  struct Leaves {
    /// Their choices, in order.
    var all: [String]
    /// Those that were explored here, from 0.
    var own: [Int]
  }

  /// Nothing that was seen failed, and everything in the scope was seen, as it is.
  var isProof: Bool { figures.isProof }
}

/// Explores one variant: opens lanes, walks every interleaving, replays what it found, names it.
struct Exploration {
  let scenario: Scenario
  var variant: Variant
  let options: RunOptions
  let server: TestServer
  let deadline: ContinuousClock.Instant
  /// What earlier walks have met.
  var knowledge = Knowledge()
  /// The strongest reduction that has not been seen to lose an outcome.
  var strongest: Reduction?

  /// Connections that one exploration after another needs at most.
  static func connections(of variants: [Variant], _ scenario: Scenario, _ options: RunOptions) -> Int {
    let most = variants.map { variant in
      let clients =
        options.exploredClients
        ?? max(scenario.exploreScope.clients, variant.roles.map(\.clients).reduce(0, +))
      return Lane.connections(of: variant, clients: clients)
    }
    return (most.max() ?? 0) * options.explore.lanes
  }

  private var calls: Int { options.exploredCalls ?? scenario.exploreScope.calls }
  private var levels: Set<IsolationLevel> { variant.isolationLevels.union(knowledge.levels) }
  /// Lanes that share a server see each other: serializable transactions are taken for concurrent by the
  /// oldest transaction of the whole server, and what the server tells of itself tells of all lanes.
  private var laneCount: Int {
    let areApart =
      server.hasServersForLanes
      || (!levels.contains(.serializable) && !knowledge.mayReadServerState)
    return areApart ? options.explore.lanes : 1
  }

  /// What is sound, and what has to be done before each run, depends on what the program does, some of
  /// which is met only on the way; and a walk that has lost an outcome was wrong to take orders for equal.
  /// Either way everything is walked again.
  func run() async throws -> ExploreResult {
    var exploration = self
    var missed: [Reduction] = []
    while true {
      var (result, met) = try await exploration.exploreOnce()
      result.missed = missed
      guard !options.stopSignal.isStopped else { return result }
      if let met {
        exploration.knowledge = exploration.knowledge.adding(met)
      } else if result.audit?.isMissed == true {
        missed.append(result.reduction)
        exploration.strongest = result.reduction.weaker
      } else {
        return result
      }
      guard .now < deadline else {
        result.tally.isComplete = false
        return result
      }
    }
  }

  /// - Returns: what was met that was not known; nil if that is nothing.
  private func exploreOnce() async throws -> (ExploreResult, met: Knowledge?) {
    try await withLanes(count: laneCount) { lanes in
      let result = try await explore(lanes, reduction)
      let met = try await lanes.first { [lanes = lanes.lanes] _ in
        lanes.reduce(Knowledge()) { $0.adding($1.met) }
      }
      let isKnown = lanes.lanes[0].known.covers(met) && levels.isSuperset(of: met.levels)
      let sharesServer = lanes.lanes.count > 1 && !server.hasServersForLanes
      return (result, isKnown && !(sharesServer && met.mayReadServerState) ? nil : met)
    }
  }

  /// Which call ended before which began is not preserved by any reduction of events.
  private var reduction: Reduction {
    let wanted = options.explore.reduction.applied(to: levels).capped(by: strongest)
    return variant.serialUnits(in: scenario.judging).isStrict && wanted.needsFootprints ? .begin : wanted
  }

  /// Opens lanes for as long as `body` runs.
  func withLanes<Result>(
    count: Int, _ body: (Lanes) async throws -> Result
  ) async throws -> Result {
    var exploreOptions = ExploreOptions(
      clients: options.exploredClients ?? scopeClients, calls: calls, seed: options.seed, token: server.token,
      reduction: reduction, stepTimeout: options.stepTimeout, stopSignal: options.stopSignal)
    exploreOptions.knowledge = knowledge
    return try await Lanes.with(count, scenario, variant, exploreOptions, on: server, body)
  }

  /// A variant with roles says itself how many clients each has.
  private var scopeClients: Int? { variant.roles.count > 1 ? nil : scenario.exploreScope.clients }

  private func explore(_ lanes: Lanes, _ reduction: Reduction) async throws -> ExploreResult {
    let judge = ScheduleJudge(scenario.judging, variant)
    let walk = WalkPlan(
      lanes: lanes, judge: judge, reduction: reduction, deadline: deadline, options: options,
      progress: ExploreProgress(variant.name, options))
    let start = ContinuousClock.now
    let walked =
      if let division = options.explore.division {
        try await walk.run(division)
      } else {
        try await walk.run(options.explore.strategy)
      }
    let duration = start.duration(to: .now)
    var state = walked.state
    let stopSignal = options.stopSignal
    let audit = try await stopSignal.untilStopped { try await self.audit(walked, judge, lanes) } ?? nil
    state.kinds = try await minimised(state.kinds, judge, on: lanes)
    let diverged = try await lanes.first { [state] in
      try await ReplayCheck.countDiverged(state, on: $0, stopSignal)
    }
    let named = try await name(state, on: lanes)
    let alone = try await stopSignal.untilStopped { try await runSerially(on: lanes) } ?? nil
    return ExploreResult(
      variant: variant, clients: lanes.lanes[0].clientCount, calls: calls, strategy: walked.strategy,
      reduction: walked.strategy == .depthFirst ? reduction : .begin,
      levels: levels.sorted { $0.rawValue < $1.rawValue }, tally: walked.tally, state: state,
      duration: duration, diverged: diverged, serialGaps: judge.serial.gaps, anomaly: named.anomaly,
      advice: named.advice,
      vacuity: alone.map { vacuity($0, state, isOneClient: lanes.lanes[0].clientCount == 1) } ?? [],
      crashes: scenario.exploreScope.crashes, readsClock: variant.readsClock(in: scenario),
      draws: alone.map(draws) ?? [], audit: audit, leaves: walked.leaves)
  }

  /// Of a walk whose claim rests on footprints.
  private func audit(
    _ walked: WalkPlan.Result, _ judge: ScheduleJudge, _ lanes: Lanes
  ) async throws -> Audit.Finding? {
    guard options.explore.audits, walked.strategy == .depthFirst, reduction.needsFootprints,
      walked.tally.isComplete, walked.tally.bounded == 0, !walked.state.isHopeless,
      !options.stopSignal.isStopped
    else { return nil }
    let audit = Audit(lanes: lanes, judge: judge, variant: variant, options: options, deadline: deadline)
    if let shard = options.explore.division?.shard { return try await audit.share(of: shard, reduction) }
    return try await audit.run(after: walked.state, schedules: walked.tally.schedules, reduction)
  }

  /// The simplest example of each kind; the one that was found where the run is stopped meanwhile.
  private func minimised(
    _ found: [FailureKind: Findings.Kind], _ judge: ScheduleJudge, on lanes: Lanes
  ) async throws -> [FailureKind: Findings.Kind] {
    try await lanes.first { [stopSignal = options.stopSignal] lane in
      var kinds = found
      for (kind, example) in found {
        kinds[kind] =
          try await stopSignal.untilStopped {
            try await Minimisation(judge: judge, lane: lane, stopSignal: stopSignal).simplest(example)
          } ?? example
      }
      if let example = kinds[.serialOracle], !stopSignal.isStopped {
        let explained = try await stopSignal.untilStopped {
          try await NearestOrder(judge.serial.units, lane).explaining(example)
        }
        kinds[.serialOracle] = explained ?? example
      }
      return kinds
    }
  }

  /// One call after another; nil if the run was stopped.
  private func runSerially(on lanes: Lanes) async throws -> History? {
    guard !options.stopSignal.isStopped else { return nil }
    return try await lanes.first { lane in try await lane.runSerially(lane.calls, countsRows: true) }
  }

  /// What was violated in some schedule has shown that it can be.
  private func vacuity(_ history: History, _ state: Findings.State, isOneClient: Bool) -> [Vacuity] {
    Vacuity.notes(on: history).filter { note in
      switch note {
      case .noOverlap: isOneClient
      case .invariantReadNothing(let name): state.kinds[.invariant(name)] == nil
      }
    }
  }

  private func draws(in history: History) -> [Coverage.Draw] {
    scenario.draws.map { draw in
      let name = scenario.symbols[draw.variable]
      return Coverage.Draw(name: name, values: history.calls.map { $0.variables[name]?.text ?? "NULL" })
    }
  }

  /// What the failure is called, and what would make it vanish.
  private func name(
    _ state: Findings.State, on lanes: Lanes
  ) async throws -> (anomaly: Anomaly?, advice: [IsolationAdvice]) {
    let isolation = variant.conditions.isolation ?? .readCommitted
    guard let first = state.leading?.value else { return (nil, []) }
    let anomaly = Classifier(isolation: isolation).classify(
      first.example.history, failures: [first.failure])
    if anomaly?.anomalyClass == .readOnlyAnomaly {
      // Outcomes do not hold what a call has read, so serial orders seem to give this one too.
      return (anomaly, [.everyTransactionNeedsLevel])
    }
    guard anomaly != nil, !options.stopSignal.isStopped else { return (anomaly, []) }
    let advice = try await options.stopSignal.untilStopped { try await Advice(self, first).given(on: lanes) }
    return (anomaly, advice ?? [])
  }
}

/// Runs recorded schedules again, to see that they do what they did.
enum ReplayCheck {
  private static let times = 3

  /// How many schedules behaved differently when they were run again: every kind of failure's example
  /// and the first that passed three times, and one in fifty of the others.
  static func countDiverged(
    _ state: Findings.State, on lane: Lane, _ stopSignal: StopSignal
  ) async throws -> Int {
    var diverged = 0
    let failing = state.kinds.sorted { $0.key < $1.key }.map(\.value.example)
    let often = failing + state.samples.prefix(Findings.firstSamples)
    let once = state.samples.dropFirst(Findings.firstSamples)
    for (judged, times) in often.map({ ($0, times) }) + once.map({ ($0, 1) }) {
      for _ in 1...times where !stopSignal.isStopped {
        let isFaithful = try await stopSignal.untilStopped { try await self.isFaithful(judged, on: lane) }
        if isFaithful == false, !stopSignal.isStopped { diverged += 1 }
      }
    }
    return diverged
  }

  static func isFaithful(_ judged: Findings.Judged, on lane: Lane) async throws -> Bool {
    let run = try await lane.run(ReplayExecution(judged.schedule))
    guard run.execution.divergence == nil, run.execution.unfinished == nil, let history = run.history else {
      return false
    }
    return SerialOutcome(history) == SerialOutcome(judged.history)
      && history.outlines == judged.history.outlines
  }
}

extension Variant {
  /// The isolation levels its transactions name, and the default where one may name none.
  var isolationLevels: Set<IsolationLevel> {
    var levels: Set<IsolationLevel> = [conditions.isolation ?? .readCommitted]
    for role in roles {
      role.body.forEachStatement { levels.formUnion($0.isolationLevels) }
      for body in role.body.swiftBodies { levels.formUnion(body.met.levels) }
    }
    return levels
  }
}
