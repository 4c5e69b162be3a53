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
  private let seed: Seed
  private let clients: [StressClient]
  private let base: Variables
  package let loop: EventLoop
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
    seed = Seed(scenario, variant, in: database, by: judge)
    try await seed.make(limit: options.stepTimeout)
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
  /// Nil if the run was stopped meanwhile: such a round shows nothing, unless it was a matter of time
  /// anyway. The history names all calls if something in the scenario reads them or the round is
  /// traced, else those that `sink` asks for.
  package func run(
    round: Int, traced: Bool = false, control: RunControl, into sink: (any CallSink)? = nil
  ) async throws -> History? {
    try await seed.restore(for: clients.map(\.connection))
    for client in clients { try await client.reopenIfBroken() }
    let options = traced ? options.traced : options
    let state = RoundState(
      keepsCalls: traced || judge.readsCalls || sink == nil, keepLimit: StressArm.callLimit, sink: sink)
    let plan = plan(round: round, fusesBegin: options.fusesBegin)
    let watch = RoundWatch(
      clients, database, state, origin: plan.origin, options: options, control: control, on: loop)
    let recorder = traced ? Recorder(origin: plan.origin) : nil
    let unserved: Int
    do {
      unserved = try await runClients(plan, options, state, recorder)
    } catch {
      await watch.end()
      throw error
    }
    let duration = plan.origin.duration(to: .now)
    await watch.end()
    guard !control.isStopped || options.time != nil else { return nil }
    let judged = try await judge.read(state.kept)
    var history = History(
      round: round, calls: state.kept, events: recorder?.events.sorted { $0.start < $1.start } ?? [],
      finallyError: judged.finallyError, invariants: judged.readings, stuck: watch.stuck, duration: duration)
    history.overlapped = state.overlapped
    history.unserved = unserved
    history.isCutShort = state.isCutShort
    return history
  }

  /// Calls kept of one round where something reads them all: some 60 MB.
  private static let callLimit = 100_000

  /// One call of each client, one client after another, so that nothing is concurrent.
  package func runSerially(control: RunControl) async throws -> History {
    try await seed.restore(for: clients.map(\.connection))
    let options = options.serial
    let plan = plan(round: 0, fusesBegin: false)
    let state = RoundState()
    let watch = RoundWatch(
      clients, database, state, origin: plan.origin, options: options, control: control, on: loop)
    do {
      for client in serialClients { try await client.run(calls: 1, plan, state, nil) }
    } catch {
      await watch.end()
      throw error
    }
    await watch.end()
    let judged = try await judge.read(state.kept)
    return History(
      round: 0, calls: state.kept, finallyError: judged.finallyError, invariants: judged.readings,
      stuck: watch.stuck, duration: plan.origin.duration(to: .now))
  }

  /// The first client of each role.
  private var serialClients: [StressClient] { clients.filter { $0.identity.client == 1 } }

  private func plan(round: Int, fusesBegin: Bool) -> RoundPlan {
    RoundPlan(
      scenario, base: base, round: round, seed: options.seed, keepsVariables: judge.readsCalls,
      fusesBegin: fusesBegin)
  }

  /// Returns the number of arrivals that came too late for any client.
  private func runClients(
    _ plan: RoundPlan, _ options: StressOptions, _ state: RoundState, _ recorder: Recorder?
  ) async throws -> Int {
    let queues = arrivalQueues(plan, options, state)
    let shared = LoopBound((state, recorder, queues))
    let calls = options.callsPerClient
    let loop = loop
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in clients {
        group.addTask(executorPreference: loop) {
          let (state, recorder, queues) = shared.value
          if let queue = queues[client.identity.role] {
            try await client.run(queue, plan, state, recorder)
          } else {
            try await client.run(calls: calls, plan, state, recorder)
          }
        }
      }
      do {
        try await group.waitForAll()
      } catch {
        // The others come to their end before anything is closed under them.
        shared.value.0.abort()
        throw error
      }
    }
    return queues.values.reduce(0) { $0 + $1.unserved }
  }

  /// A queue for each role, by its name; empty in a closed loop.
  private func arrivalQueues(
    _ plan: RoundPlan, _ options: StressOptions, _ state: RoundState
  ) -> [String: ArrivalQueue] {
    guard let rate = options.rate else { return [:] }
    let total = options.arrivals(rate: rate, clients: clients.count)
    return Dictionary(grouping: clients.map(\.identity), by: \.role).mapValues { role in
      ArrivalQueue(
        ArrivalSchedule(
          clientIDs: role.map(\.clientID).sorted(), clients: clients.count, rate: rate, total: total),
        origin: plan.origin, state: state, on: loop)
    }
  }

  private static func connect(
    _ roster: [ClientIdentity], settings: ConnectionSettings, symbols: Symbols, on loop: EventLoop
  ) async throws -> [StressClient] {
    try await mapConcurrently(roster, limit: connectsInFlight, on: loop) { identity in
      try await StressClient(identity, settings: settings, symbols: symbols, on: loop)
    }
  }

  /// More would only queue at the server, which accepts one connection at a time.
  static let connectsInFlight = 16
}
