import ContendExploration
import ContendModel
import ContendPostgres
import ContendSQL

/// Lets time-outs pass and kills clients, where the execution chooses so.
///
/// Lives on its lane's loop.
final class ScheduleFaults {
  private let scope: Faults
  private let clients: [ExploreClient]
  private let stage: Stage
  private let watch: ServerWatch
  private let trace: ScheduleTrace
  private let effects: EventEffects
  private let resources: LaneResources
  /// Killed clients whose connections are gone.
  private var buried: Set<Int> = []
  /// Why the run may not be what would happen without the harness.
  private(set) var doubt: String?

  init(
    _ scope: Faults, _ clients: [ExploreClient], _ stage: Stage, _ watch: ServerWatch,
    _ trace: ScheduleTrace, _ effects: EventEffects, _ resources: LaneResources
  ) {
    self.scope = scope
    self.clients = clients
    self.stage = stage
    self.watch = watch
    self.trace = trace
    self.effects = effects
    self.resources = resources
  }

  private var monitor: LockMonitor { watch.monitor }

  // MARK: What can happen

  /// Where no client can issue anything, whoever would give up does.
  var choicesWhereNobodyGoesOn: [Choice] {
    clients.filter { ($0.isQueued || $0.isWaiting) && resources.hasPatience($0) }.map { .timeOut($0.id) }
      + serverTimeOuts
  }

  /// Beside the clients' own events.
  var choices: [Choice] { timeOuts + serverTimeOuts + expiries + crashes }

  /// A deadline can pass while a statement waits.
  private var timeOuts: [Choice] {
    clients.filter { $0.isWaiting && $0.time.rest != nil && $0.death == nil }.map { .timeOut($0.id) }
  }

  /// A time-out that the program has set at the server can pass while a statement waits or sleeps, or
  /// while its transaction is idle.
  private var serverTimeOuts: [Choice] {
    clients.filter { !$0.isDone && $0.death == nil && $0.pendingTimeOut != nil }
      .map { .serverTimeOut($0.id) }
  }

  private var expiries: [Choice] {
    resources.expiries.map { .expire($0.owner, entry: $0.number) }.sorted()
  }

  private var crashes: [Choice] {
    guard scope.crashes > 0, clients.count(where: { $0.death != nil || $0.diesOnAnswer }) < scope.crashes
    else {
      return []
    }
    let mortal = clients.filter { !$0.isDone && scope.canKill($0) }
    let during = mortal.filter { client in
      guard case .statement(let request)? = client.wanted else { return false }
      return request.commits(inTransaction: client.isInTransaction)
    }
    return mortal.map { .crash($0.id) } + during.map { .crashDuring($0.id) }
  }

  // MARK: Letting it happen

  /// A deadline of the call passes.
  func timeOut(
    _ client: ExploreClient, after schedule: Schedule
  ) async throws -> [ExecutedEvent.Effect] {
    trace.note("waits no longer", client)
    guard client.isWaiting else {
      // Its next step is a reaction: others that wait may get what it does not want any more.
      resources.timeOut(client)
      return []
    }
    client.isTimedOut = true
    watch.letGo(client)
    await monitor.cancel(client.connection.backend)
    try await watch.waitUntilSettled([client])
    return [try await effects.effect(of: client, after: schedule)]
  }

  /// A time-out of the server passes.
  func pass(
    _ timeOut: ServerTimeOut, _ client: ExploreClient, after schedule: Schedule
  ) async throws -> ExecutedEvent.Effect {
    trace.note("\(timeOut.rawValue) passes", client)
    if client.isWaiting { return try await endWait(of: client, by: timeOut, after: schedule) }
    guard client.isInTransaction, timeOut.endsSession else {
      return try await endSleep(of: client, by: timeOut, after: schedule)
    }
    let (session, transaction) = (client.currentSession, client.currentTransaction)
    try await monitor.terminate([client.connection.backend])
    client.lose(to: timeOut)
    effects.forget(session)
    return ExecutedEvent.Effect(
      clientID: client.id, session: session, transaction: transaction.number,
      isolation: transaction.isolation, footprint: Footprint([], ending: .rollback, isUniversal: true))
  }

  private func endWait(
    of client: ExploreClient, by timeOut: ServerTimeOut, after schedule: Schedule
  ) async throws -> ExecutedEvent.Effect {
    let reach = effects.footprints.reach(of: client.booking.request.sql)
    if timeOut == .lock, reach.hazards.contains(.untraceable) {
      // The wait ends by a cancel, whose SQLSTATE is changed only where it leaves the server.
      doubt =
        "lock_timeout passed in code that may handle it, where it looks like a cancel (57014, not 55P03)."
    }
    client.fire(timeOut)
    watch.letGo(client)
    if timeOut.endsSession {
      try await monitor.terminate([client.connection.backend])
    } else {
      await monitor.cancel(client.connection.backend)
    }
    try await watch.waitUntilSettled([client])
    return try await effects.effect(of: client, after: schedule)
  }

  /// Issues a statement that sleeps, and ends it.
  private func endSleep(
    of client: ExploreClient, by timeOut: ServerTimeOut, after schedule: Schedule
  ) async throws -> ExecutedEvent.Effect {
    client.issue()
    client.fire(timeOut)
    trace.begin(client)
    while !client.isSettled {
      await stage.nextChange(limit: .milliseconds(5))
      if !client.isSettled { await monitor.cancel(client.connection.backend) }
    }
    try await watch.waitUntilSettled([client])
    return try await effects.effect(of: client, after: schedule)
  }

  func kill(_ client: ExploreClient) async throws -> ExecutedEvent.Effect {
    trace.note("killed", client)
    let footprint = effects.footprintOfDeath(of: client)
    client.death = .killed
    if client.isWaiting {
      watch.letGo(client)
      try await monitor.terminate([client.connection.backend])
    } else {
      // It is not ready for anything any more, and not settled before its call is over.
      client.think()
      client.open()
    }
    try await watch.waitUntilSettled([client])
    for session in client.sessions { effects.forget(session) }
    return effects.effect(of: client, footprint)
  }

  /// An entry of the key-value store expires; nil if there is none.
  func expire(_ choice: Choice, _ client: ExploreClient, entry: Int) -> ExecutedEvent.Effect? {
    guard let key = resources.expire(owner: client.id, entry: entry) else { return nil }
    trace.note("the time of key \(key) is over", client)
    return effects.effect(ofClock: choice, [.init(.lock, .named("key " + key))])
  }

  /// The server ends the sessions of who is dead, and others get what it had of the harness.
  func buryTheDead() async throws {
    for client in clients where client.death != nil && client.isDone {
      guard buried.insert(client.id).inserted else { continue }
      let open = client.connections.values.filter(\.isUsable).map(\.backend)
      if !open.isEmpty { try await monitor.terminate(open) }
      for connection in client.connections.values { connection.close() }
      resources.abandon(client)
    }
  }
}
