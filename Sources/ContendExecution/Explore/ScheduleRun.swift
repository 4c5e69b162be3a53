import ContendExploration
import ContendModel
import ContendPostgres
import ContendSQL

/// One run of the program, steered choice by choice: who issues, who is woken, who is the victim.
///
/// After each choice the run waits until every client is ready, done, or seen waiting. A waiting
/// client's backend is held, so that it cannot run on its own when its lock is granted and its
/// deadlock timer cannot fire: both are choices of the execution.
final class ScheduleRun<Run: Execution> {
  enum Failure: Error {
    /// A lock is held by somebody who is not part of the run.
    case foreignBlocker(String)
    case stuck([StuckCall])
    case stopped
  }

  let clients: [ExploreClient]
  let stage: Stage
  let monitor: LockMonitor
  let footprints: FootprintReader
  private let stepTimeout: Duration
  private let stopSignal: StopSignal
  private(set) var execution: Run
  var events: [Event] = []
  /// Waiters that the server woke in an order of its own.
  private(set) var uncontrolledWakes = 0
  /// A waiting backend was seen too late to be held.
  private(set) var heldTooLate = false
  var step = 0
  private var effects = 0
  /// Where the event under way stands in `events`, by client: its answer may come later.
  private var open: [Int: Int] = [:]
  private var repetitions: [Int: Int] = [:]
  /// What each session's open transaction has touched.
  var held: [Int: Holdings] = [:]
  /// Statements that are no events, by client: they count as sent with the event after them.
  private var passed: [Int: [Event]] = [:]
  /// Who waits for whom as the server sees it: for a statement that waits, not for a connection that is
  /// idle while its client waits for something else.
  private var circleEdges: [Int: [Int]] = [:]
  let resources: LaneResources
  let faults: Faults
  /// Clients that cannot go on although the program is not over.
  var starved: [StuckCall] = []
  /// Where the operations under way stand in `events`, by client.
  var openOperations: [Int: Int] = [:]
  /// Killed clients whose connections are gone.
  var buried: Set<Int> = []
  /// What the program turned out to do.
  private(set) var met = Knowledge()
  /// Somebody passed over a lock, or gave up waiting for it, while others were at work.
  private(set) var skipped = false
  /// Why it may not be what would happen without the harness.
  var doubt: String?

  init(
    _ execution: Run, clients: [ExploreClient], stage: Stage, monitor: LockMonitor,
    footprints: FootprintReader, resources: LaneResources, faults: Faults,
    stepTimeout: Duration, stopSignal: StopSignal
  ) {
    self.resources = resources
    self.faults = faults
    self.execution = execution
    self.clients = clients
    self.stage = stage
    self.monitor = monitor
    self.footprints = footprints
    self.stepTimeout = stepTimeout
    self.stopSignal = stopSignal
  }

  /// Runs until every client is done or the execution ends it; the clients have been started.
  func run() async throws -> Ending {
    for client in clients {
      client.onPassing = { [unowned self] in notePassing($0, $1, $2) }
    }
    defer { for client in clients { client.onPassing = nil } }
    for client in clients { try await settle(client) }
    while true {
      let enabled = choices()
      guard !enabled.isEmpty else { return isOver() ? .completed : .stuck }
      switch execution.choose(among: enabled) {
      case .take(let choice):
        if let ending = try await perform(choice) { return ending }
      case .cut: return .cut
      case .diverged: return .diverged
      case .stop: return .completed
      }
    }
  }

  private func perform(_ choice: Choice) async throws -> Ending? {
    step += 1
    guard var event = try await carryOut(choice) else { return .diverged }
    while let reaction = try await nextReaction() {
      if reaction.choices.count > 1 {
        execution.observe(event)
        switch execution.choose(among: reaction.choices) {
        case .take(let choice): event = ExecutedEvent(choice: choice, effects: [])
        case .cut: return .cut
        case .diverged, .stop: return .diverged
        }
      }
      event.effects += try await react(reaction, reaction.choices.count > 1 ? event.choice : nil)
    }
    execution.observe(event)
    return nil
  }
}

// MARK: - What a choice sets off

extension ScheduleRun {
  /// What the clients that wait do next.
  private enum Reaction {
    /// The locks of these held clients were granted: one at a time.
    case wake([ExploreClient])
    /// These clients wait for each other, and one of the held ones is to be aborted.
    case abort([ExploreClient])
    /// These went on by themselves, or will: the server decides in which order.
    case goOn([ExploreClient])
    /// The server breaks the circle, in its own time and as it likes.
    case deadlock([ExploreClient])
    /// What this client waits for came from the harness.
    case resume(ExploreClient, ResourceAnswer?)

    /// More than one: the execution chooses.
    var choices: [Choice] {
      switch self {
      case .wake(let clients): clients.map { .wake($0.identity.clientID) }
      case .abort(let clients): clients.map { .victim($0.identity.clientID) }
      case .goOn, .deadlock, .resume: []
      }
    }
  }

  private func nextReaction() async throws -> Reaction? {
    let answered = clients.filter { open[$0.identity.clientID] != nil && $0.isSettled }
    if !answered.isEmpty { return .goOn(answered) }
    try await buryTheDead()
    if let (client, answer) = await resources.nextResumed() { return .resume(client, answer) }
    let waiting = clients.filter(\.isWaiting)
    guard !waiting.isEmpty else { return nil }
    let blockers = try await observe(waiting)
    let granted = waiting.filter { blockers[$0.identity.clientID] == nil }
    if !granted.isEmpty { return granted.allSatisfy(\.isHeld) ? .wake(granted) : .goOn(granted) }
    let circle = Circle.find(in: circleEdges).compactMap(client)
    guard !circle.isEmpty else { return nil }
    let held = circle.filter(\.isHeld)
    return held.isEmpty ? .deadlock(circle) : .abort(held)
  }

  /// Lets it happen and says what came of it.
  private func react(_ reaction: Reaction, _ choice: Choice?) async throws -> [ExecutedEvent.Effect] {
    switch reaction {
    case .wake(let clients):
      let chosen = clients.first { $0.identity.clientID == choice?.clientID } ?? clients[0]
      return [try await goOn(chosen)]
    case .abort(let clients):
      let chosen = clients.first { $0.identity.clientID == choice?.clientID } ?? clients[0]
      // Its pending timer fires as soon as it runs, finds the circle and aborts it.
      letGo(chosen)
      try await waitUntilAborted(chosen)
      return [try await effect(of: chosen)]
    case .goOn(let clients):
      if clients.count > 1 { uncontrolledWakes += 1 }
      for client in clients { letGo(client) }
      var effects: [ExecutedEvent.Effect] = []
      for client in clients { effects.append(try await goOn(client)) }
      return effects
    case .deadlock(let clients):
      uncontrolledWakes += 1
      return [try await effect(of: try await waitUntilSettled(clients))]
    case .resume(let client, let answer):
      return [try await resume(client, answer)]
    }
  }

  private func goOn(_ client: ExploreClient) async throws -> ExecutedEvent.Effect {
    letGo(client)
    try await settle(client)
    return try await effect(of: client)
  }

  func letGo(_ client: ExploreClient) {
    client.goOn()
    if client.isHeld { monitor.release(client.connection.backend) }
    client.isHeld = false
  }
}

// MARK: - Watching

extension ScheduleRun {
  /// How long after its start a waiting statement may still be held: its deadlock timer must be far off.
  private var holdLimit: Duration { .milliseconds(5) }

  /// Returns when the client is ready, done or seen waiting.
  func settle(_ client: ExploreClient) async throws {
    guard !client.isSettled else { return finish(client) }
    let start = ContinuousClock.now
    var pauses = Pauses(for: outlook(of: client))
    while !client.isSettled {
      if let pause = pauses.next() {
        await stage.nextChange(limit: pause)
        guard !client.isSettled else { break }
        try checkTime(client, since: start)
      }
      if try await observe([client])[client.identity.clientID] != nil { return hold(client, since: start) }
    }
    finish(client)
  }

  /// What is known before a look at the server; a wrong guess costs time and nothing else.
  private func outlook(of client: ExploreClient) -> Pauses.Outlook {
    // COMMIT waits only where checks were put off until then.
    let mayWait =
      client.booking.request.kind == .other
      || (client.booking.request.kind == .commit && footprints.checksAtCommit)
    guard mayWait else { return .answer }
    let others = clients.filter { $0 !== client && ($0.isWaiting || $0.hasOpenTransaction) }
    guard !others.isEmpty || client.hasOpenTransactionElsewhere else {
      // A session keeps some locks beyond its transactions, and a statement must be seen waiting in time.
      return footprints.accesses(byText: client.booking.request) == nil ? .perhaps : .answer
    }
    guard let wanted = footprints.accesses(byText: client.booking.request) else { return .wait }
    let isInTheWay = others.flatMap(\.sessions).contains { session in
      guard let held = held[session] else { return false }
      return held.isUnknown || wanted.meetsLocks(of: held.accesses)
    }
    return isInTheWay ? .wait : .perhaps
  }

  /// Returns the first of these clients that is answered.
  @discardableResult
  func waitUntilSettled(_ clients: [ExploreClient]) async throws -> ExploreClient {
    let start = ContinuousClock.now
    while true {
      if let answered = clients.first(where: \.isSettled) {
        finish(answered)
        return answered
      }
      await stage.nextChange(limit: .milliseconds(50))
      try checkTime(clients[0], since: start)
    }
  }

  /// Returns when the victim is answered, or waits although the circle is gone: the server breaks some
  /// circles by letting a waiter pass another one, and aborts nobody.
  private func waitUntilAborted(_ victim: ExploreClient) async throws {
    let start = ContinuousClock.now
    while !victim.isSettled {
      await stage.nextChange(limit: .milliseconds(50))
      guard !victim.isSettled else { break }
      try checkTime(victim, since: start)
      let blockers = try await observe(clients.filter { $0.isWaiting || $0 === victim })
      let id = victim.identity.clientID
      guard blockers[id] == nil || Circle.find(in: circleEdges).contains(id) else {
        // Its timer is used up: nobody can make it the victim of a later circle.
        uncontrolledWakes += 1
        return
      }
    }
    finish(victim)
  }

  private func hold(_ client: ExploreClient, since start: ContinuousClock.Instant) {
    if monitor.canHold {
      if start.duration(to: .now) < holdLimit {
        monitor.hold(client.connection.backend)
        client.isHeld = true
      } else {
        // Too late: its timer may be about to make it the victim of a deadlock.
        uncontrolledWakes += 1
        heldTooLate = true
      }
    }
    note(client)
  }

  private func checkTime(_ client: ExploreClient, since start: ContinuousClock.Instant) throws {
    if stopSignal.isStopped { throw Failure.stopped }
    guard start.duration(to: .now) > stepTimeout else { return }
    throw Failure.stuck([StuckCall(name: client.identity.name, location: client.interpreter?.current)])
  }

  /// For each of these clients that waits, the clients it waits for, from one look at the server.
  private func observe(_ asked: [ExploreClient]) async throws -> [Int: [Int]] {
    let blockers = try await monitor.blockers(of: asked.map(\.connection.backend))
    let ids = Dictionary(
      clients.flatMap { client in client.connections.values.map { ($0.backend, client.identity.clientID) } }
    ) { first, _ in first }
    let outstanding = Set(asked.map(\.connection.backend))
    circleEdges = [:]
    var result: [Int: [Int]] = [:]
    for client in asked {
      // It may have been answered while the question was on its way.
      guard let backends = blockers[client.connection.backend], !client.isSettled else { continue }
      if let stranger = backends.first(where: { ids[$0] == nil }) {
        throw Failure.foreignBlocker(await monitor.describe(stranger))
      }
      let waitsFor = backends.compactMap { ids[$0] }.uniquedAndSorted
      client.wait(for: waitsFor)
      circleEdges[client.identity.clientID] =
        backends.filter(outstanding.contains).compactMap { ids[$0] }.uniquedAndSorted
      result[client.identity.clientID] = waitsFor
    }
    return result
  }

  func client(_ id: Int) -> ExploreClient? { clients.first { $0.identity.clientID == id } }

  func effect(of client: ExploreClient) async throws -> ExecutedEvent.Effect {
    effects += 1
    let booking = client.booking
    var footprint = try await footprints.footprint(of: client, after: execution.schedule, effect: effects)
    if client.brokeTransaction {
      // A statement that is no event failed after it, and gave everything back.
      footprint.isUniversal = true
      footprint.ending = footprint.ending ?? .rollback
    }
    learn(booking)
    if resources.limits.waits, footprint.ending == .commit {
      // A LISTEN takes effect with its transaction's commit; what else that may have done is not known.
      let mode: Footprint.Access.Mode = held[booking.session]?.isUnknown == true ? .lock : .share
      footprint.accesses.append(Footprint.Access(mode, ResourceLimits.notifications))
    }
    held[booking.session, default: Holdings()].add(footprint)
    return ExecutedEvent.Effect(
      clientID: client.identity.clientID, session: booking.session, transaction: booking.transaction.number,
      isolation: booking.transaction.isolation, footprint: footprint, isWaiting: client.isWaiting)
  }

  /// Takes note of what the program turned out to do.
  private func learn(_ booking: Booking) {
    met.levels.insert(booking.transaction.isolation)
    let hazards = learn(booking.request)
    if hazards.contains(.skips) || booking.wasCutShort {
      skipped = skipped || clients.contains { $0.identity.clientID != booking.clientID && !$0.isIdle }
    }
  }

  @discardableResult
  private func learn(_ request: Request) -> Hazards {
    let hazards = footprints.reach(of: request.sql).hazards
    met.hazards.formUnion(request.kind == .begin ? hazards.subtracting(.isolation) : hazards)
    return hazards
  }

  func isRetry(_ client: ExploreClient) -> Bool {
    let now = client.interpreter?.repetitions ?? 0
    defer { repetitions[client.identity.clientID] = now }
    return now > repetitions[client.identity.clientID] ?? 0
  }
}

// MARK: - Writing down

extension ScheduleRun {
  func begin(_ client: ExploreClient) {
    notePassingBegin(client, client.booking.request)
    for var event in passed.removeValue(forKey: client.identity.clientID) ?? [] {
      event.start = .microseconds(2 * step)
      event.end = .microseconds(2 * step)
      events.append(event)
    }
    open[client.identity.clientID] = events.count
    events.append(event(of: client, client.booking.request))
  }

  private func event(of client: ExploreClient, _ request: Request) -> Event {
    var event = Event(
      clientID: client.identity.clientID, call: client.interpreter?.integer(.call) ?? 0,
      attempt: client.interpreter?.integer(.attempt) ?? 1,
      statement: request.preparedAs ?? -1, sql: request.sql, kind: request.kind,
      parameters: request.parameters,
      rows: RowSample(columns: [], rows: [], count: 0), rowCount: 0, error: nil,
      start: .microseconds(2 * step),
      end: .microseconds(2 * step + 1))
    event.connection = client.used
    return event
  }

  /// A statement that is no event: a rollback belongs to the error before it, the others wait.
  private func notePassing(_ client: ExploreClient, _ request: Request, _ response: Response) {
    guard !stage.isAborting else { return }
    learn(request)
    notePassingBegin(client, request)
    var event = event(of: client, request)
    event.fill(response)
    if request.kind == .rollback || request.kind == .commit {
      events.append(event)
    } else {
      passed[client.identity.clientID, default: []].append(event)
    }
  }

  private func notePassingBegin(_ client: ExploreClient, _ request: Request) {
    guard let begin = request.opening else { return }
    passed[client.identity.clientID, default: []].append(event(of: client, begin))
  }

  /// It waits: that is part of what happened, whatever comes of it.
  private func note(_ client: ExploreClient) {
    guard let index = open[client.identity.clientID] else { return }
    let earlier = events[index].blockedBy
    events[index].blockedBy = (earlier + client.blockedBy).uniquedAndSorted
  }

  private func finish(_ client: ExploreClient) {
    guard let index = open.removeValue(forKey: client.identity.clientID),
      let response = client.booking.response
    else { return }
    events[index].end = .microseconds(2 * step + 1)
    events[index].fill(response)
  }
}

extension Event {
  fileprivate mutating func fill(_ response: Response) {
    switch response {
    case .success(let result):
      rows = result.sample()
      rowCount = result.affectedRows
      isRolledBack = kind == .commit && result.isRollback
    case .failure(let failure):
      error = failure
    }
  }
}

extension [Int] {
  fileprivate var uniquedAndSorted: [Int] { Set(self).sorted() }
}
