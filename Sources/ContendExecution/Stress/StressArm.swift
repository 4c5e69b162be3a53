package import ContendModel
package import ContendPostgres

/// One variant under stress: its database, its clients and the rounds they run.
///
/// `@unchecked Sendable`: lives on one loop, like the connections it owns.
package final class StressArm: @unchecked Sendable {
  package let variant: Variant
  let scenario: Scenario
  let database: Database
  let judge: Judge
  let seed: Seed
  let clients: [StressClient]
  let needs: ResourceNeeds
  /// The connections that calls share, between rounds.
  private var pool: [Connection]
  private let sessions: ClientSessions
  let canceller: Canceller
  private let sampler: LockSampler
  private let base: Variables
  /// What the program leaves in its sessions.
  private let knowledge: Knowledge
  package let loop: EventLoop
  let options: StressOptions

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
    let base = scenario.parameterValues
    self.base = base
    let limit = StatementLimit(options.stepTimeout, ender: access.administrator)
    database = try await Database.create(
      named: name, token: options.token, access: access, limit: limit, on: loop)
    let settings = database.clientSettings(isolation: variant.conditions.isolation)
    let sessions = ClientSessions(settings, on: loop)
    self.sessions = sessions
    canceller = Canceller(database, sessions)
    needs = variant.resourceNeeds
    judge = try await Judge(scenario, variant, base: base, settings: settings, limit: limit, on: loop)
    sampler = LockSampler(on: judge.connection, loop)
    seed = Seed(scenario, variant, in: database, by: judge)
    try await seed.make()
    let catalog = try await Catalog.read(on: database.maintenance)
    knowledge = Knowledge(variant, vocabulary: catalog.vocabulary, fusesBegin: false, majorVersion: 0)
    clients = try await StressArm.connect(
      variant.roster(clients: options.clients), needs, sessions, symbols: scenario.symbols, on: loop)
    pool = try await mapConcurrently(
      Array(0..<needs.poolSize), limit: StressArm.connectsInFlight, on: loop
    ) { _ in try await sessions.open() }
  }

  /// Sessions begin each round as new where the program can tell.
  func makeReady() async throws(SQLFailure) {
    for client in clients { try await client.makeReady(waits: needs.waits, knowledge) }
    guard knowledge.refreshesSessions else { return }
    for index in pool.indices where pool[index].isUsable {
      if knowledge.replacesSessions {
        pool[index].close()
        pool[index] = try await sessions.open()
      } else {
        try await pool[index].refresh()
      }
    }
  }

  /// Throws a `SessionLoss` if a session of the clients was lost and nobody of the run has ended it.
  func unlessLost<Result>(_ body: () async throws -> Result) async throws -> Result {
    try await seed.unlessLost(sessions, body)
  }

  func watch(
    _ clients: [StressClient], _ state: RoundState, _ plan: RoundPlan, _ options: StressOptions,
    _ stopSignal: StopSignal
  ) -> RoundWatch {
    RoundWatch(
      clients, canceller, state, origin: plan.origin, options: options, stopSignal: stopSignal, on: loop
    ) { [self] waiting in
      await database.outsider(
        blocking: waiting, besides: (connections + [judge.connection]).map(\.backend))
    }
  }

  /// All that calls run on.
  var connections: [Connection] { clients.flatMap(\.own.values) + pool }

  package func close() {
    for client in clients { client.close() }
    for connection in pool { connection.close() }
    judge.connection.close()
    database.close()
  }

  /// One round: fresh state, all clients released together, then the invariants.
  ///
  /// Nil if the run was stopped meanwhile: such a round shows nothing, unless it was a matter of time
  /// anyway. The history names all calls if something in the scenario reads them or the round is
  /// traced, else those that `sink` asks for.
  package func run(
    round: Int, traced: Bool = false, partition: PartitionedRound? = nil, stopSignal: StopSignal,
    into sink: (any CallSink)? = nil
  ) async throws -> History? {
    try await unlessLost {
      try await runOnce(
        round: round, traced: traced, partition: partition, stopSignal: stopSignal, into: sink)
    }
  }

  private func runOnce(
    round: Int, traced: Bool, partition: PartitionedRound?, stopSignal: StopSignal, into sink: (any CallSink)?
  ) async throws -> History? {
    try await stopSignal.upkeep.during(.reset) { try await seed.restore(for: connections) }
    try await makeReady()
    let options = partition.map(options.partitioned) ?? (traced ? options.traced : options)
    let state = RoundState(
      keepsCalls: traced || judge.readsCalls || sink == nil, keepLimit: StressArm.callLimit, sink: sink)
    let plan = plan(round: round, fusesBegin: options.fusesBegin, partition: partition)
    let clients = partition.map { Array(self.clients.prefix($0.values.count)) } ?? self.clients
    let resources = enter(state)
    defer { leave(resources) }
    let watch = watch(clients, state, plan, options, stopSignal)
    let recorder = traced ? Recorder(origin: plan.origin) : nil
    let unserved: Int
    if sink != nil { sampler.beginRound() }
    do {
      unserved = try await run(clients, plan, options, state, recorder)
    } catch {
      _ = await sampler.endRound()
      await watch.end()
      throw error
    }
    let duration = plan.origin.duration(to: .now)
    let locks = await sampler.endRound()
    await watch.end()
    try watch.check()
    guard !stopSignal.isStopped || (options.time != nil && !stopSignal.isSevered) else { return nil }
    let judged = try await judge.read(state.kept)
    var history = History(
      round: round, calls: state.kept, events: recorder?.events.sorted { $0.start < $1.start } ?? [],
      finallyError: judged.finallyError, invariants: judged.readings, stuck: watch.stuck, duration: duration)
    history.overlapped = state.overlapped
    history.unserved = unserved
    history.locks = locks
    history.isCutShort = state.isCutShort
    return history
  }

  /// Calls kept of one round where something reads them all: some 60 MB.
  private static let callLimit = 100_000

  /// Takes the dead rows of earlier rounds away: an arm that ran more of them must not be slower for it.
  package func tidy() async throws(SQLFailure) { try await database.vacuum() }

  /// Whether calls come to an end with nobody else about: those that wait for a notification do not.
  package var runsAlone: Bool { !needs.waits }

  /// Who makes calls, by client.
  package var identities: [ClientIdentity] { clients.map(\.identity) }

  /// Different values that the draw of a variable gives, one for each of the first clients; fewer where
  /// it gives no more.
  package func distinctValues(of variable: Variable, atMost limit: Int) throws(Diagnostic) -> [Value] {
    let plan = plan(round: 0, fusesBegin: false)
    var values: [Value] = []
    for identity in identities.prefix(limit) {
      var found: Value?
      for call in 1...StressArm.drawsForDistinct where found == nil {
        var random = RandomStream(seed: plan.seed, path: 0, identity.id, call)
        let value = try plan.frame(identity, call: call, random: &random)[variable]
        if let value, !values.contains(value) { found = value }
      }
      guard let found else { return values }
      values.append(found)
    }
    return values
  }

  /// Draws after which a draw is taken to have no further value.
  private static let drawsForDistinct = 200

  func plan(round: Int, fusesBegin: Bool, partition: PartitionedRound? = nil) -> RoundPlan {
    RoundPlan(
      scenario, base: base, round: round, seed: options.seed, keepsVariables: judge.readsCalls,
      fusesBegin: fusesBegin, needs: needs.isAny ? needs : nil, partition: partition)
  }

  /// Gives the clients what they share in a round, which begins empty.
  func enter(_ state: RoundState) -> RoundResources? {
    guard needs.isAny else { return nil }
    let resources = RoundResources(
      pool: pool, sessions, canceller: canceller, state: state, on: loop)
    for client in clients { client.enter(resources, variant.conditions) }
    return resources
  }

  func leave(_ resources: RoundResources?) {
    guard let resources else { return }
    pool = resources.connections
  }

  /// Returns the number of arrivals that came too late for any client.
  private func run(
    _ clients: [StressClient], _ plan: RoundPlan, _ options: StressOptions, _ state: RoundState,
    _ recorder: Recorder?
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
          clientIDs: role.map(\.id).sorted(), clients: clients.count, rate: rate, total: total),
        origin: plan.origin, state: state, on: loop)
    }
  }

  private static func connect(
    _ roster: [ClientIdentity], _ needs: ResourceNeeds, _ sessions: ClientSessions, symbols: Symbols,
    on loop: EventLoop
  ) async throws -> [StressClient] {
    try await mapConcurrently(roster, limit: connectsInFlight, on: loop) { identity in
      try await StressClient(
        identity, connections: needs.ownConnections[identity.role] ?? [HeldConnections.main],
        sessions, symbols: symbols, on: loop)
    }
  }

  /// More would only queue at the server, which accepts one connection at a time.
  static let connectsInFlight = 16
}
