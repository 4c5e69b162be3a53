import ContendChecking
import ContendExecution
import ContendModel
import ContendReport
import ContendVerdict

/// Runs complete rounds of a variant one call after another, at the scope of explore: a race has to be right
/// there, a fix has to be, and the work it does there is the work it is for.
struct SerialStage {
  let command: CommandRun

  /// What the rounds of one variant came to.
  struct Findings: Sendable {
    var trial: SerialTrial
    var work: [Order: SerialWork]
    fileprivate var reader: WorkReader?
    /// A fix that came to no end alone, of which there is nothing else.
    var stuck: StuckAlone?
  }

  /// The calls of a round one after another, as that round draws them.
  struct Order: Hashable, Sendable {
    var round: Int
    var calls: [CallID]
  }

  /// Orders of a round that are run at most, and at least whatever the time: one order says nothing of whether
  /// the control fails in every one.
  private static let mostOrders = 24
  private static let leastOrders = (control: 2, fix: 1)
  /// Rounds besides the one that explore runs, so that calls draw something else.
  private static let furtherRounds = 1...2
  /// One part in so many of the budget is for all variants.
  private static let shareOfBudget = 20

  /// By the name of the variant, the control's first.
  ///
  /// Throws `ScenarioFault.invalid` where the control fails in every order: that is no race.
  func run(_ variants: [Variant]) async throws -> [String: Findings] {
    var all: [String: Findings] = [:]
    var control: Findings?
    for variant in variants where !command.options.isStopped {
      let limit = command.options.budget / Self.shareOfBudget / variants.count
      let found = try await run(variant, like: control?.reader, limit: limit)
      if variant.kind == .buggy {
        try refuse(variant, found.trial)
        control = found
      }
      all[variant.name] = found
      report(all, variants)
    }
    return all
  }

  private func report(_ found: [String: Findings], _ variants: [Variant]) {
    let arms = variants.compactMap { variant in
      found[variant.name].map {
        Progress.Arm(name: variant.name, done: $0.trial.runs.count, failed: $0.trial.failing.count)
      }
    }
    command.progress("serial", arms)
  }

  private func refuse(_ variant: Variant, _ trial: SerialTrial) throws {
    guard trial.failsInEveryOrder, !command.options.isStopped else { return }
    let reasons = trial.kinds.map(\.description).sorted()
    let isManyRows = reasons == ["error:gset_many_rows"]
    let fault = Diagnostic(
      .error, at: variant.location,
      "variant \(variant.name) fails in every order of its calls, one after another (\(reasons.joined(separator: ", "))); "
        + "the shortest: \(trial.shortest.map { Sentences.text($0) } ?? "")",
      hint: isManyRows
        ? "'\\gset' keeps one row: narrow the SELECT down, or aggregate"
        : "what needs no concurrency is no race: mend the program or the invariant, or say '\\allow' where a call may end so"
    )
    throw ScenarioFault.invalid([command.file.located(fault)])
  }

  private func run(
    _ variant: Variant, like control: WorkReader?, limit: Duration
  ) async throws -> Findings {
    let scenario = command.scenario.atExploreScope
    var load = StressLoad(scenario, command.options)
    load.calls = command.options.exploredCalls ?? scenario.exploreScope.calls
    load.rate = nil
    load.clients = command.options.exploredClients ?? variant.scopeClients(in: scenario)
    guard let sized = scenario.variant(named: variant.name) else {
      return Findings(trial: SerialTrial([], roles: 1), work: [:])
    }
    let plan = ArmPlan(variant: sized, scenario: scenario, load: load)
    let arm = try await Arms.open([plan], judgesStuckFixes: true, in: command)[0]
    defer { arm.close() }
    if let stuck = StuckAlone(arm) {
      return Findings(trial: SerialTrial([], roles: variant.roles.count), work: [:], stuck: stuck)
    }
    return try await run(arm.arm, scenario, load, like: control, limit: limit)
  }

  private func run(
    _ arm: StressArm, _ scenario: Scenario, _ load: StressLoad, like control: WorkReader?, limit: Duration
  ) async throws -> Findings {
    let oracle = CombinedOracle(judging: scenario.judging)
    let reader = try await arm.workReader(of: control)
    let deadline = ContinuousClock.now.advanced(by: limit)
    let least = arm.variant.kind == .buggy ? Self.leastOrders.control : Self.leastOrders.fix
    var runs: [SerialTrial.Run] = []
    var work: [Order: SerialWork] = [:]
    for (index, order) in orders(of: arm, scenario, load).enumerated() where !command.options.isStopped {
      if index >= least, ContinuousClock.now >= deadline { break }
      let run = try await arm.runSerially(
        order.calls, round: order.round, reading: reader, stopSignal: command.options.stopSignal)
      guard !command.options.isStopped else { break }
      runs.append(.init(calls: run.history.calls, failures: oracle.judge(run.history).failures))
      work[order] = run.work
    }
    return Findings(trial: SerialTrial(runs, roles: arm.variant.roles.count), work: work, reader: reader)
  }

  /// First to last, last to first, then what else explore's round has, then other draws.
  private func orders(of arm: StressArm, _ scenario: Scenario, _ load: StressLoad) -> [Order] {
    let clients = arm.identities.map(\.id)
    let calls = clients.flatMap { client in (1...load.calls).map { CallID(clientID: client, call: $0) } }
    var random = RandomStream(seed: command.options.seed, path: 3)
    let first = [calls, clients.reversed().flatMap { client in calls.filter { $0.clientID == client } }]
    let others =
      (SerialOrders.all(of: calls) ?? (0..<Self.mostOrders).map { _ in calls.shuffledInTurn(&random) })
      .shuffled(using: &random).prefix(Self.mostOrders - first.count)
    let further = scenario.draws.isEmpty ? [] : Self.furtherRounds.map { Order(round: $0, calls: calls) }
    let same = (first + others).map { Order(round: 0, calls: $0) }.uniqued()
    return same.prefix(Self.leastOrders.control) + further + same.dropFirst(Self.leastOrders.control)
  }
}

extension SerialStage.Findings {
  /// How the work of a fix compares with this control's, run by run; all of it where the two have not the
  /// same calls.
  func comparison(with fix: Self, _ variant: Variant, control name: String) -> WorkComparison {
    let common = fix.work.keys.filter { work[$0] != nil }.sorted {
      ($0.round, $0.calls) < ($1.round, $1.calls)
    }
    let before = common.isEmpty ? Array(work.values) : common.compactMap { work[$0] }
    let after = common.isEmpty ? Array(fix.work.values) : common.compactMap { fix.work[$0] }
    return WorkComparison(control: name, before: before, after: after, left: variant.leaves)
  }
}

private func < (left: (Int, [CallID]), right: (Int, [CallID])) -> Bool {
  left.0 != right.0 ? left.0 < right.0 : left.1.lexicographicallyPrecedes(right.1)
}

extension [CallID] {
  /// In random order, each client's own calls in their order.
  fileprivate func shuffledInTurn(_ random: inout RandomStream) -> [CallID] {
    var queues = Dictionary(grouping: self, by: \.clientID).mapValues { $0[...] }
    return map(\.clientID).shuffled(using: &random).compactMap { queues[$0]?.popFirst() }
  }
}

extension Variant {
  /// Clients of explore, all roles together: a variant with roles says itself how many each has.
  func scopeClients(in scenario: Scenario) -> Int {
    roles.count > 1 ? roles.reduce(0) { $0 + $1.clients } : scenario.exploreScope.clients
  }
}

extension Scenario {
  /// With the values that explore has for parameters and draws.
  var atExploreScope: Scenario {
    var scenario = self
    for (variable, value) in exploreScope.parameters {
      for index in parameters.indices where parameters[index].variable == variable {
        scenario.parameters[index].value = value
      }
      for index in draws.indices where draws[index].variable == variable {
        scenario.draws[index].expression = .literal(value)
      }
    }
    scenario.sizePools()
    return scenario
  }
}
