import ContendModel
import ContendPostgres
import ContendSQL

/// One client of an explored run: what is around its calls, and who asks for permission before each
/// event.
///
/// `@unchecked Sendable`: lives on its lane's loop, like its connections.
final class ExploreClient: Session, @unchecked Sendable {
  enum Phase {
    /// Between statements, in the client's own code.
    case thinking
    /// Wants to issue an event.
    case ready(Wanted)
    /// Its statement is at the server.
    case running
    /// Its statement was seen waiting for these clients or, where they are not ours, backends.
    case waiting
    /// It waits for something that the harness provides.
    case queued
    case done
  }

  enum Wanted {
    case statement(Request)
    case harness(HarnessEvent)
  }

  let identity: ClientIdentity
  var id: Int { identity.id }
  private var main: Connection
  /// By name; those of the pool are its own, too.
  private(set) var connections: [String: Connection]
  /// Which of its connections statements use.
  private(set) var used = HeldConnections.main
  let names: ClientSymbols
  let stage: Stage
  private let isolation: IsolationLevel
  /// What is known of the program: which of its statements are no events, and what has to be asked.
  var knowledge = Knowledge()
  private(set) var phase = Phase.done
  private var gate: UnsafeContinuation<Void, Never>?
  private var transactions: [String: TransactionState] = [:]
  /// The event under way or the last one.
  private(set) var booking: Booking
  /// By connection, where the program sets time-outs or isolation levels in its own way.
  private var guards: [String: TimeOutGuard] = [:]
  /// A statement that is no event has failed since the last event, and with it the transaction.
  private(set) var brokeTransaction = false
  /// A time-out of the server that was chosen to fire at the statement under way.
  private var fired: ServerTimeOut?
  /// Connections that a time-out of the server has ended, until their client notices.
  private var lost: [String: ServerTimeOut] = [:]
  /// Its backend is stopped.
  var isHeld = false
  var blockedBy: [Int] = []
  var interpreter: CallInterpreter?
  /// Makes a session as those it began with.
  var opensConnection: (() async throws(SQLFailure) -> Connection)?
  /// Told of the statements that are no events.
  var onPassing: ((ExploreClient, Request, Response) -> Void)?

  // What the harness provides: see ExploreCall.
  var time = VirtualTime(nil)
  /// The operation it waits for, while it is `queued`.
  var operation: HarnessEvent?
  var answer: ResourceAnswer?
  /// Connections of the pool that it holds.
  var checkedOut: Set<String> = []
  /// It was chosen to wait no longer.
  var isTimedOut = false
  /// It was killed: how its call ended.
  var death: Outcome?
  /// It is killed as soon as its statement is answered.
  var diesOnAnswer = false

  init(
    _ identity: ClientIdentity, main: Connection, further: [String: Connection], symbols: Symbols,
    isolation: IsolationLevel, stage: Stage
  ) {
    self.identity = identity
    self.main = main
    connections = further
    connections[HeldConnections.main] = main
    self.stage = stage
    self.isolation = isolation
    names = ClientSymbols(symbols)
    booking = Booking(
      Request(sql: ""), of: identity.id, on: HeldConnections.main, main, session: identity.id,
      TransactionState(defaultIsolation: isolation))
  }

  /// The one that its statements go to at present.
  var connection: Connection { connections[used] ?? main }
  private var transaction: TransactionState {
    transactions[used] ?? TransactionState(defaultIsolation: isolation)
  }

  var sessions: [Int] { connections.keys.map(session) }
  /// Of the connection that its statements go to at present.
  var currentSession: Int { session(of: used) }
  var currentTransaction: TransactionState { transaction }
  /// It is done, or in its own code or about to go on with no transaction open.
  var isIdle: Bool { isDone || (!isWaiting && !hasOpenTransaction) }
  var hasOpenTransaction: Bool { connections.values.contains(where: \.isInTransaction) }
  /// On another connection than that of the event under way: it may come to wait for itself.
  var hasOpenTransactionElsewhere: Bool {
    connections.contains { $0.key != booking.connectionName && $0.value.isInTransaction }
  }

  /// A number for each connection: of `main` the client's own.
  private func session(of name: String) -> Int {
    guard name != HeldConnections.main, let place = connections.keys.sorted().firstIndex(of: name) else {
      return id
    }
    return id + (place + 1) * ExploreClient.sessionDistance
  }

  /// More clients than any exploration has.
  private static let sessionDistance = 10_000

  /// That of its connection `main`.
  var mainTransaction: TransactionState {
    transactions[HeldConnections.main] ?? TransactionState(defaultIsolation: isolation)
  }

  var isInTransaction: Bool { connection.isInTransaction }

  /// The transaction that an event was in is open still, whatever the client has done since.
  func isOpen(_ booking: Booking) -> Bool {
    guard let answer = booking.answer else { return true }
    return answer.isInTransaction
      && transactions[booking.connectionName]?.number == booking.transaction.number
      && booking.connection?.isInTransaction == true
  }

  /// The run is given up; a serial one, of which nobody is asked anything, is not.
  var isAbandoned: Bool { stage.isAborting && interpreter?.machine.round.isAborted == true }

  var isReady: Bool { if case .ready = phase { true } else { false } }
  var isDone: Bool { if case .done = phase { true } else { false } }
  var isWaiting: Bool { if case .waiting = phase { true } else { false } }
  var isQueued: Bool { if case .queued = phase { true } else { false } }
  /// Neither at the server nor in its own code.
  var isSettled: Bool {
    switch phase {
    case .ready, .done: true
    case .thinking, .running, .waiting, .queued: false
    }
  }

  var wanted: Wanted? { if case .ready(let wanted) = phase { wanted } else { nil } }

  func start(_ deadline: Conditions.Deadline?) {
    phase = .thinking
    transactions = [:]
    used = HeldConnections.main
    blockedBy = []
    brokeTransaction = false
    fired = nil
    lost = [:]
    guards =
      knowledge.asks
      ? connections.mapValues { TimeOutGuard($0, majorVersion: knowledge.majorVersion) } : [:]
    time = VirtualTime(deadline)
    operation = nil
    answer = nil
    checkedOut = []
    isTimedOut = false
    death = nil
    diesOnAnswer = false
  }

  func finish() {
    phase = .done
    interpreter = nil
    stage.changed()
  }

  func replace(_ name: String, by connection: Connection) {
    connections[name] = connection
    if name == HeldConnections.main { main = connection }
  }

  /// Puts a session as new into the place of one that has ended, once the server has let go of all that
  /// it had.
  func renew(_ name: String) async throws(SQLFailure) {
    guard let old = connections[name], let open = opensConnection else { return }
    old.close()
    let fresh = try await open()
    let look = Request(
      sql: "SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE pid = $1",
      parameters: [.integer(Int64(old.backend))])
    while try await fresh.execute(look).get().integer(0, 0) != 0 {
      await fresh.loop.sleep(for: .microseconds(200))
    }
    replace(name, by: fresh)
    if guards[name] != nil { guards[name] = TimeOutGuard(fresh, majorVersion: knowledge.majorVersion) }
  }

  /// Which connection the statements from here on go to.
  func use(_ name: String) { if connections[name] != nil { used = name } }

  func execute(_ request: Request) async -> Response {
    let name = used
    guard isEvent(request), !stage.isAborting else {
      noteSending(request)
      let response = await connection.execute(request)
      if !stage.isAborting { await guards[name]?.afterStatement() }
      if response.error != nil, connections[name]?.isInFailedTransaction == true { brokeTransaction = true }
      onPassing?(self, request, response)
      return response
    }
    await ask(for: .statement(request))
    guard death == nil, !stage.isAborting else {
      // What stays open would keep its locks, and the reset waiting for them.
      if death == nil, request.kind == .rollback { return await connection.execute(request) }
      return .failure(SQLError(sqlState: "57014", message: "the run was abandoned"))
    }
    let response = await perform(request, on: name)
    if diesOnAnswer, death == nil { death = response.error == nil ? .indeterminate : .killed }
    phase = .thinking
    return response
  }

  /// Sends an event and books what came of it.
  private func perform(_ request: Request, on name: String) async -> Response {
    if let timeOut = lost.removeValue(forKey: name) {
      booking.wasCutShort = true
      booking.answered(.failure(timeOut.error))
      return .failure(timeOut.error)
    }
    if let guardian = guards[name] {
      await guardian.beforeEvent(lifts: request.kind == .other || request.kind == .commit)
      booking.timeOuts = guardian.timeOuts
      if let level = guardian.isolation {
        booking.transaction.isolation = level
        transactions[name]?.isolation = level
      }
    }
    var response = await connection.execute(request)
    if let fired, response.error != nil {
      response = .failure(fired.error)
      booking.wasCutShort = true
    }
    fired = nil
    booking.answered(response)
    await guards[name]?.afterStatement()
    return response
  }

  /// Waits for permission.
  func ask(for wanted: Wanted) async {
    phase = .ready(wanted)
    stage.changed()
    await withUnsafeContinuation { gate = $0 }
  }

  /// Lets the client issue the statement it is ready for.
  func issue() {
    guard case .ready(.statement(let request)) = phase else { return }
    blockedBy = []
    noteSending(request)
    brokeTransaction = false
    booking = Booking(
      request, of: id, on: used, connections[used], session: currentSession, transaction)
    phase = .running
    open()
  }

  private func noteSending(_ request: Request) {
    var state = transaction
    if let begin = request.opening { state.will(begin, inTransaction: isInTransaction) }
    state.will(request, inTransaction: isInTransaction || request.begin != nil)
    transactions[used] = state
  }

  func wait(for clients: [Int]) {
    phase = .waiting
    blockedBy = clients
  }

  /// It waits for something of the harness.
  func queue(for event: HarnessEvent, behind clients: [Int]) {
    phase = .queued
    operation = event
    blockedBy = clients
  }

  /// Its lock was granted, or it was chosen as the victim: it runs again.
  func goOn() { if isWaiting { phase = .running } }

  /// What it asked of the harness is answered: it goes on.
  func goOn(with answer: ResourceAnswer?) {
    self.answer = answer
    operation = nil
    phase = .running
    open()
  }

  func think() { phase = .thinking }

  /// Opens the gate, for an event, for an abandoned run or for a client that was killed.
  func open() {
    let gate = gate
    self.gate = nil
    gate?.resume()
  }

  /// What no other client can notice is no event: BEGIN and SET travel with the statement after them,
  /// and what follows an error that has aborted the transaction changes nothing. Where somebody reads the
  /// time of a BEGIN, others can notice when it came.
  private func isEvent(_ request: Request) -> Bool {
    let showsTime = knowledge.hazards.contains(.clock) && request.beginsTransaction
    if request.kind == .rollback || request.kind == .commit, connection.isInFailedTransaction {
      return showsTime
    }
    guard knowledge.fusesBegin else { return true }
    switch request.kind {
    case .begin: return showsTime
    case .setting: return false
    case .savepoint: return request.sql.isRollbackToSavepoint
    case .commit, .rollback, .other, .harness: return true
    }
  }
}

// MARK: - The server's time-outs

extension ExploreClient {
  /// The time-out of the server that could end what the client is at, if time passed.
  var pendingTimeOut: ServerTimeOut? {
    if isWaiting { return booking.timeOuts.endingWait }
    guard case .statement(let request)? = wanted, let known = guards[used], lost[used] == nil else {
      return connection.isInTransaction ? guards[used]?.timeOuts.endingIdleness : nil
    }
    if connection.isInTransaction, let idle = known.timeOuts.endingIdleness { return idle }
    return knowledge.sleeps(request) ? known.timeOuts.endingSleep : nil
  }

  /// The error with which the statement under way ends is this time-out's.
  func fire(_ timeOut: ServerTimeOut) { fired = timeOut }

  /// The server has ended the session in use; the client notices with its next statement.
  func lose(to timeOut: ServerTimeOut) {
    lost[used] = timeOut
    connection.close()
  }
}

extension Request {
  /// The BEGIN that travels with it, as a statement of its own.
  var opening: Request? {
    begin.map { Request(sql: $0.sql, preparedAs: $0.preparedAs, kind: .begin) }
  }

  /// BEGIN, or the end of a transaction that another one follows at once.
  var beginsTransaction: Bool {
    switch kind {
    case .begin: true
    case .commit, .rollback: sql.lowercased().contains("chain")
    case .savepoint, .setting, .other, .harness: false
    }
  }

  /// The transaction has a snapshot when it is done; LOCK, FETCH, NOTIFY and SET CONSTRAINTS take none.
  var takesSnapshot: Bool {
    let word = sql.drop { !$0.isLetter }.prefix { $0.isLetter }
    return Request.takers.contains(word.lowercased())
  }

  private static let takers: Set<String> = [
    "select", "insert", "update", "delete", "merge", "with", "values", "table",
  ]
}

extension String {
  var isRollbackToSavepoint: Bool {
    prefix(8).lowercased() == "rollback" || prefix(5).lowercased() == "abort"
  }
}
