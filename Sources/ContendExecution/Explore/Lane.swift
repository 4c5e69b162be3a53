package import ContendExploration
package import ContendModel
package import ContendPostgres
import ContendSQL

/// What explores one interleaving after another: a database, a session for each client and a monitor
/// of its own, so that lanes run in parallel without sharing anything.
///
/// `@unchecked Sendable`: lives on one loop, like the connections it owns.
package final class Lane: @unchecked Sendable {
  let scenario: Scenario
  private(set) var options: ExploreOptions
  private let database: Database
  let judge: Judge
  private let seed: Seed
  private let monitor: LockMonitor
  private let catalog: Catalog
  private var footprints: FootprintReader
  /// What its runs go by, and what they have met.
  package private(set) var known = Knowledge()
  package private(set) var met = Knowledge()
  private let majorVersion: Int
  private var state: StateReader
  /// Those of its clients.
  private let sessions: ClientSessions
  private let isolation: IsolationLevel
  private(set) var clients: [ExploreClient] = []
  /// What they do, and under which conditions.
  private var variant: Variant
  private var resources: LaneResources
  private let stage: Stage
  let loop: EventLoop
  private let base: Variables
  /// The database holds the seed state.
  private var isFresh = false
  /// Histories hold what the tables have in the end, row by row.
  package var readsRows = false
  private var rows: RowReader?
  /// Which of their calls the clients are in.
  package let callNumbers = CallNumbers()
  /// Where the lane has a processor to itself.
  private let processor: Int?

  /// Makes the lane's database, seeds it and connects its clients.
  ///
  /// - Parameter processor: where the lane has a processor to itself, on a server of our own.
  package init(
    _ scenario: Scenario, _ variant: Variant, database name: String, options: ExploreOptions,
    access: ServerAccess, processor: Int?, on loop: EventLoop
  ) async throws {
    var scenario = scenario
    // What the scope fixes is not drawn.
    scenario.draws.removeAll { scenario.exploreScope.parameters[$0.variable] != nil }
    self.scenario = scenario
    self.options = options
    self.loop = loop
    self.variant = variant
    resources = LaneResources(ResourceLimits(variant, []), [])
    majorVersion = Int(access.version.prefix { $0.isNumber }) ?? 0
    self.processor = access.isManaged ? processor : nil
    var base = scenario.parameterValues
    for (variable, value) in scenario.exploreScope.parameters { base[variable] = value }
    self.base = base
    let limit = StatementLimit(options.stepTimeout, ender: access.administrator)
    database = try await Database.create(
      named: name, token: options.token, access: access, limit: limit, on: loop)
    let settings = database.clientSettings(isolation: variant.conditions.isolation)
    let sessions = ClientSessions(settings, on: loop)
    self.sessions = sessions
    isolation = variant.conditions.isolation ?? .readCommitted
    judge = try await Judge(scenario, variant, base: base, settings: settings, limit: limit, on: loop)
    seed = Seed(scenario, variant, in: database, by: judge)
    try await seed.make(exploring: true)
    monitor = try await LockMonitor(
      database.watchingSettings, canHold: access.isManaged, limit: limit, on: loop)
    monitor.onTermination = { sessions.willEnd($0) }
    catalog = try await Catalog.read(on: database.maintenance)
    footprints = FootprintReader(
      catalog, monitor: monitor, looksAtLocks: options.reduction.needsFootprints)
    state = try await StateReader.make(seed.draws, on: database.maintenance)
    stage = Stage(on: loop)
    try await turn(to: variant, reduction: options.reduction)
  }

  /// Goes over to what the clients of this variant do.
  ///
  /// The database and the sessions stay: the variant has the migration and the conditions of the one
  /// the lane was opened with.
  package func turn(to variant: Variant, reduction: Reduction) async throws {
    let variant = variant.sizingPool(by: base)
    options.reduction = reduction
    footprints = FootprintReader(catalog, monitor: monitor, looksAtLocks: reduction.needsFootprints)
    self.variant = variant
    var spare = clients.flatMap { $0.connections.sorted { $0.key < $1.key }.map(\.value) }.filter(\.isUsable)
    known = Knowledge(
      variant, vocabulary: catalog.vocabulary, fusesBegin: reduction.fusesBegin, majorVersion: majorVersion
    ).adding(options.knowledge)
    let needs = variant.resourceNeeds
    var clients: [ExploreClient] = []
    for identity in variant.roster(clients: options.clients) {
      var connections: [String: Connection] = [:]
      for name in needs.connections(of: identity.role).subtracting([HeldConnections.main]).sorted() {
        connections[name] = try await take(from: &spare)
      }
      clients.append(
        ExploreClient(
          identity, main: try await take(from: &spare), further: connections, symbols: scenario.symbols,
          isolation: isolation, stage: stage))
    }
    for connection in spare { connection.close() }
    self.clients = clients
    if let connection = clients.first?.connection { await ask(connection) }
    for client in clients {
      client.knowledge = known
      client.opensConnection = { [unowned self] () async throws(SQLFailure) in try await openConnection() }
    }
    footprints.program = known.hazards
    if let processor { pin(to: processor) }
  }

  /// Time-outs and levels may hold for the role, the database or the server.
  private func ask(_ connection: Connection) async {
    let guardian = TimeOutGuard(connection, majorVersion: majorVersion)
    await guardian.beforeEvent(lifts: false)
    if guardian.timeOuts != ServerTimeOuts() { known.hazards.insert(.timeOuts) }
    if guardian.isolation != isolation { known.hazards.insert(.isolation) }
  }

  private func take(from spare: inout [Connection]) async throws(SQLFailure) -> Connection {
    spare.isEmpty ? try await sessions.open() : spare.removeFirst()
  }

  /// Every connection of every client.
  private var connections: [Connection] { clients.flatMap { Array($0.connections.values) } }

  /// Keeps the lane's thread and its backends on one processor: only one of them has something to do
  /// at a time, and waking the next is much cheaper there.
  private func pin(to processor: Int) {
    Processors.pin(Processors.callingThread, to: processor)
    let watching = [judge.connection.backend, monitor.backend, database.maintenance.backend]
    for backend in watching + connections.map(\.backend) { Processors.pin(backend, to: processor) }
  }

  package func close() {
    for connection in connections { connection.close() }
    judge.connection.close()
    monitor.close()
    database.close()
  }

  /// Runs the program once under an execution, from the seed state.
  ///
  /// Where the server went its own way, because this process was not scheduled in time to hold a
  /// waiting backend, the run is repeated: how busy the machine is must not show in the result.
  package func run<Run: Execution>(_ execution: Run) async throws -> LaneRun<Run> {
    do {
      var result = try await seed.unlessLost(sessions) { try await runOnce(execution) }
      var attempt = 1
      while monitor.canHold, result.uncontrolledWakes > 0,
        attempt < (result.heldTooLate ? Self.attemptsIfLate : Self.attempts)
      {
        attempt += 1
        result = try await seed.unlessLost(sessions) { try await runOnce(execution) }
      }
      return result
    } catch {
      guard let stranger = await stranger(behind: error) else { throw error }
      return LaneRun(execution: execution, ending: .stuck, foreignBlocker: stranger)
    }
  }

  private static let attempts = 20
  /// Where this process was too late, which on a crowded machine it is more often than not.
  private static let attemptsIfLate = 200

  /// Who has a lock on the rows that are to be restored.
  private func stranger(behind error: any Error) async -> String? {
    guard let failure = error as? SQLFailure, failure.error.sqlState == "55P03" else { return nil }
    isFresh = false
    let own = connections + [judge.connection, database.maintenance]
    return await monitor.stranger(besides: own.map(\.backend))
  }

  private func runOnce<Run: Execution>(_ execution: Run) async throws -> LaneRun<Run> {
    try await restore()
    try await makeReady()
    let round = RoundState()
    stage.isAborting = false
    let tasks = try start(plan: plan(), round)
    let run = ScheduleRun(
      execution, clients: clients, stage: stage, monitor: monitor, footprints: footprints,
      resources: resources, faults: Faults(scenario.exploreScope),
      stepTimeout: options.stepTimeout, stopSignal: options.stopSignal)
    var result = LaneRun(execution: execution, ending: .stuck)
    do {
      result.ending = try await run.run()
    } catch ServerWatch.Failure.foreignBlocker(let name) {
      result.foreignBlocker = name
    } catch ServerWatch.Failure.stuck(let calls) {
      result.stuck = calls
    } catch ServerWatch.Failure.stopped {
      result.isStopped = true
    } catch {
      await abandon(round)
      throw error
    }
    result.execution = run.execution
    result.uncontrolledWakes = run.watch.uncontrolledWakes
    result.heldTooLate = run.watch.heldTooLate
    result.doubt = run.faults.doubt
    met = met.adding(run.effects.met)
    if result.ending != .completed || clients.contains(where: { !$0.isDone }) { await abandon(round) }
    var calls: [CallRecord] = []
    for task in tasks { calls += try await task.value }
    if result.ending == .completed, stage.isAborting {
      // A schedule that never names a client leaves that client out.
      let named = Set(result.execution.schedule.clients)
      calls.removeAll { !named.contains($0.clientID) }
    }
    guard result.ending == .completed || !result.stuck.isEmpty || !run.starved.isEmpty else { return result }
    result.history = try await history(calls, run.trace.events, stuck: result.stuck + run.starved)
    result.history?.skipped = run.effects.skipped
    return result
  }

  /// Runs whole calls one after another in this order, nothing concurrent.
  ///
  /// - Parameter countsRows: the history says how many rows each invariant read.
  package func runSerially(_ order: [CallID], countsRows: Bool = false) async throws -> History {
    try await seed.unlessLost(sessions) { try await runCalls(order, countsRows: countsRows) }
  }

  private func runCalls(_ order: [CallID], countsRows: Bool) async throws -> History {
    try await restore()
    try await makeReady()
    for client in clients { client.start(variant.conditions.deadline) }
    let plan = plan()
    var calls: [CallRecord] = []
    let recorder = Recorder(origin: plan.origin)
    stage.isAborting = true  // nobody has to be asked
    let round = RoundState()
    let watch = SerialWatch(
      monitor, connections.map(\.backend), round, stepTimeout: options.stepTimeout, on: loop)
    do {
      for id in order {
        guard let client = clients.first(where: { $0.id == id.clientID }) else { continue }
        watch.beginCall()
        calls.append(try await run(client, call: id.call, plan, round, recorder))
      }
    } catch {
      await watch.end()
      throw error
    }
    await watch.end()
    return try await history(
      calls.sorted { $0.id < $1.id }, recorder.events, stuck: [], countsRows: countsRows)
  }

  /// Clients begin with their connections, whoever was killed before, and with nothing of the harness.
  private func makeReady() async throws {
    resources = LaneResources(ResourceLimits(variant, clients.map(\.identity)), clients)
    for client in clients {
      for (name, connection) in client.connections {
        if !connection.isUsable || known.replacesSessions {
          connection.close()
          client.replace(name, by: try await openConnection())
        } else if known.refreshesSessions {
          try await connection.refresh()
        } else if resources.limits.waits {
          try await connection.stopListening()
        }
      }
    }
  }

  private func openConnection() async throws(SQLFailure) -> Connection {
    let fresh = try await sessions.open()
    if let processor { Processors.pin(fresh.backend, to: processor) }
    return fresh
  }

  /// The seed state, which the look at the last run's end has left behind unless that was given up.
  private func restore() async throws {
    if !isFresh {
      try await options.stopSignal.upkeep.during(.reset) { try await seed.restore(for: connections) }
    }
    if seed.changesSchema {
      footprints.catalog = try await Catalog.read(on: database.maintenance)
      if state.drawsAnything { state = try await StateReader.make(seed.draws, on: database.maintenance) }
    }
    isFresh = false
  }

  private func history(
    _ calls: [CallRecord], _ events: [Event], stuck: [StuckCall], countsRows: Bool = false
  ) async throws -> History {
    let judged = countsRows ? try await judge.read(calls) : try await judge.readAtOnce(calls)
    // Before the state is, which takes the rows away.
    let tables = try await tables()
    let state = try await finalState()
    var history = History(
      round: 1, calls: calls, events: events, finallyError: judged.finallyError, invariants: judged.readings,
      stuck: stuck, finalState: state.digest, duration: .zero)
    history.drawn = state.drawn
    history.tables = tables
    return history
  }
}

// MARK: - Clients

extension Lane {
  private func tables() async throws -> [TableRows] {
    guard readsRows else { return [] }
    if rows == nil || seed.changesSchema { rows = try await RowReader.make(on: database.maintenance) }
    return try await rows?.read(on: database.maintenance) ?? []
  }

  /// What the database holds at a run's end; leaves the seed state behind where it can.
  private func finalState() async throws -> StateReader.Reading {
    guard seed.changesSchema else {
      isFresh = true
      let left = try await options.stopSignal.upkeep.during(.reset) {
        try await database.reset(after: state.sql)
      }
      return state.read(left)
    }
    state.follow(try await StateCatalog.read(on: database.maintenance, inDetail: state.drawsAnything))
    return state.read(try await database.maintenance.batch(state.sql).get())
  }

  /// Every schedule of an exploration uses the draws of round 1.
  private func plan() -> RoundPlan {
    RoundPlan(scenario, base: base, round: 1, seed: options.seed, keepsVariables: true)
  }

  private func start(plan: RoundPlan, _ round: RoundState) throws -> [Task<[CallRecord], any Error>] {
    let shared = LoopBound((plan, round))
    let calls = options.calls
    return clients.map { client in
      client.start(variant.conditions.deadline)
      return Task(executorPreference: loop) { [self] in
        defer { client.finish() }
        var records: [CallRecord] = []
        for call in 1...calls where !shared.value.1.isAborted && client.death == nil {
          records.append(try await run(client, call: call, shared.value.0, shared.value.1))
        }
        return records
      }
    }
  }

  private func run(
    _ client: ExploreClient, call: Int, _ plan: RoundPlan, _ round: RoundState, _ recorder: Recorder? = nil
  ) async throws(Diagnostic) -> CallRecord {
    let identity = client.identity
    callNumbers.enter(call, of: identity.id)
    var random = RandomStream(seed: plan.seed, path: plan.number, identity.id, call)
    let interpreter = CallInterpreter(
      host: ExploreCall(client, resources, variant.conditions), names: client.names, round: round,
      recorder: recorder,
      frame: try plan.frame(identity, call: call, random: &random), random: random)
    // A recorder names every statement.
    interpreter.machine.fusesBegin = recorder == nil && known.sendsBeginAlong
    if variant.resourceNeeds.isAny {
      interpreter.machine.connections = HeldConnections(isPooled: variant.conditions.pool != nil)
    }
    if state.drawsAnything { interpreter.machine.origins = Origins() }
    client.interpreter = interpreter
    let outcome = try await interpreter.run(identity.body)
    var record = CallRecord(
      clientID: identity.id, client: identity.client, role: identity.role, name: identity.name,
      call: call,
      outcome: outcome, said: interpreter.said, attempts: interpreter.attempts,
      statements: interpreter.statements, duration: .zero, start: .zero,
      variables: plan.variables(of: interpreter.frame, client.names))
    record.told = state.naming(interpreter.machine.origins?.told ?? [])
    record.explanation = interpreter.machine.explanation
    return record
  }

  /// Lets every client unwind: those at the gate give up, those that wait are let go and cancelled.
  private func abandon(_ round: RoundState) async {
    stage.isAborting = true
    round.isAborted = true
    for client in clients where client.isHeld {
      monitor.release(client.connection.backend)
      client.isHeld = false
    }
    for client in clients where client.isReady || client.isQueued { client.open() }
    let start = ContinuousClock.now
    while let client = clients.first(where: { !$0.isDone }) {
      await stage.nextChange(limit: .milliseconds(5))
      guard !client.isDone else { continue }
      if start.duration(to: .now) < Canceller.patience {
        await monitor.cancel(client.connection.backend)
      } else {
        // It swallows its cancel.
        try? await monitor.terminate([client.connection.backend])
      }
    }
  }
}
