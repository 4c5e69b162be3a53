package import ContendModel
package import ContendPostgres

/// One variant under stress: its database, its clients and the rounds they run.
///
/// `@unchecked Sendable`: lives on one loop, like the connections it owns.
package final class StressArm: @unchecked Sendable {
  package let variant: Variant
  private let scenario: Scenario
  private let database: Database
  private let judge: Judge
  private let clients: [StressClient]
  private let base: Variables
  private let loop: EventLoop
  private let options: StressOptions

  /// Makes the variant's database, seeds it and connects its clients.
  ///
  /// Throws a `Diagnostic` if the set-up or the migration fails, `SQLFailure` if the server does.
  package init(
    _ scenario: Scenario, _ variant: Variant, database name: String, options: StressOptions,
    access: ServerAccess, on loop: EventLoop
  ) async throws {
    self.scenario = scenario
    self.variant = variant
    self.loop = loop
    self.options = options
    var base = Variables(count: scenario.symbols.count)
    for parameter in scenario.parameters { base[parameter.variable] = parameter.value }
    self.base = base
    database = try await Database.create(named: name, token: options.token, access: access, on: loop)
    let settings = database.clientSettings(isolation: variant.conditions.isolation)
    judge = try await Judge(scenario, variant, base: base, settings: settings, on: loop)
    try await judge.prepare(scenario.setup)
    try await judge.prepare(variant.migration)
    try await judge.createCalls()
    try await judge.limitStatements(to: options.stepTimeout)
    try await database.keepAsSeed()
    clients = try await StressArm.connect(
      variant.roster(clients: options.clients), settings: settings, symbols: scenario.symbols, on: loop)
  }

  package func close() {
    for client in clients { client.close() }
    judge.connection.close()
    database.close()
  }

  /// The number of connections an arm of that many clients holds.
  package static func connections(clients: Int) -> Int { clients + 2 }

  /// One round: fresh state, all clients released together, then the invariants.
  ///
  /// Nil if the run was stopped meanwhile: such a round shows nothing.
  package func run(round: Int, traced: Bool = false, control: RunControl) async throws -> History? {
    try await database.reset()
    for client in clients { try await client.reopenIfBroken() }
    let state = RoundState()
    let watch = RoundWatch(clients, database, state, limit: options.stepTimeout, control: control, on: loop)
    let plan = plan(round: round)
    let recorder = traced ? Recorder(origin: plan.origin) : nil
    let calls: [CallRecord]
    do {
      calls = try await runClients(plan, state, recorder)
    } catch {
      await watch.end()
      throw error
    }
    let duration = plan.origin.duration(to: .now)
    await watch.end()
    guard !control.isStopped else { return nil }
    let judged = try await judge.read(calls)
    return History(
      round: round, calls: calls, events: recorder?.events.sorted { $0.start < $1.start } ?? [],
      finallyError: judged.finallyError, invariants: judged.readings, stuck: watch.stuck, duration: duration)
  }

  /// One call of each client, one client after another, so that nothing is concurrent.
  package func runSerially(control: RunControl) async throws -> History {
    try await database.reset()
    let state = RoundState()
    let watch = RoundWatch(clients, database, state, limit: options.stepTimeout, control: control, on: loop)
    var plan = plan(round: 0)
    plan.calls = 1
    var calls: [CallRecord] = []
    do {
      for client in serialClients { calls += try await client.run(plan, state, nil) }
    } catch {
      await watch.end()
      throw error
    }
    await watch.end()
    let judged = try await judge.read(calls)
    return History(
      round: 0, calls: calls, finallyError: judged.finallyError, invariants: judged.readings,
      stuck: watch.stuck, duration: plan.origin.duration(to: .now))
  }

  /// The first client of each role.
  private var serialClients: [StressClient] { clients.filter { $0.identity.client == 1 } }

  private func plan(round: Int) -> RoundPlan {
    RoundPlan(
      number: round, seed: options.seed, calls: options.calls, origin: .now, base: base,
      parameters: Set(scenario.parameters.map(\.variable)), draws: scenario.draws, symbols: scenario.symbols,
      keepsVariables: judge.readsCalls)
  }

  private func runClients(
    _ plan: RoundPlan, _ state: RoundState, _ recorder: Recorder?
  ) async throws -> [CallRecord] {
    let shared = LoopBound((state, recorder))
    let loop = loop
    return try await withThrowingTaskGroup(of: [CallRecord].self) { group in
      for client in clients {
        group.addTask(executorPreference: loop) {
          try await client.run(plan, shared.value.0, shared.value.1)
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// Opens connections, at most 16 at a time: more would only queue at the server.
  private static func connect(
    _ roster: [ClientIdentity], settings: ConnectionSettings, symbols: Symbols, on loop: EventLoop
  ) async throws -> [StressClient] {
    try await withThrowingTaskGroup(of: StressClient.self) { group in
      var clients: [StressClient] = []
      for (index, identity) in roster.enumerated() {
        if index >= 16, let client = try await group.next() { clients.append(client) }
        group.addTask(executorPreference: loop) {
          try await StressClient(identity, settings: settings, symbols: symbols, on: loop)
        }
      }
      for try await client in group { clients.append(client) }
      return clients.sorted { $0.identity.clientID < $1.identity.clientID }
    }
  }
}

/// Carries loop-bound state into child tasks of the same loop.
///
/// `@unchecked Sendable`: the tasks that get it prefer the loop it belongs to.
struct LoopBound<Value>: @unchecked Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}
