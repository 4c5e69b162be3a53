import ContendModel
import ContendPostgres

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
  private var main: Connection
  /// By name; those of the pool are its own, too.
  private(set) var connections: [String: Connection]
  /// Which of its connections statements use.
  private(set) var used = HeldConnections.main
  let names: ClientSymbols
  let stage: Stage
  private let fusesBegin: Bool
  private let isolation: IsolationLevel
  private(set) var phase = Phase.done
  private var gate: UnsafeContinuation<Void, Never>?
  private var transactions: [String: TransactionState] = [:]
  /// The event under way or the last one, with its answer once there is one.
  private(set) var request = Request(sql: "")
  private(set) var response: Response?
  /// Its backend is stopped.
  var isHeld = false
  var blockedBy: [Int] = []
  var interpreter: CallInterpreter?
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
    isolation: IsolationLevel, stage: Stage, fusesBegin: Bool
  ) {
    self.identity = identity
    self.main = main
    connections = further
    connections[HeldConnections.main] = main
    self.stage = stage
    self.fusesBegin = fusesBegin
    self.isolation = isolation
    names = ClientSymbols(symbols)
  }

  /// The one that the event under way, or the last one, went to.
  var connection: Connection { connections[used] ?? main }
  var transaction: TransactionState {
    transactions[used] ?? TransactionState(defaultIsolation: isolation)
  }

  /// A number of the connection that the event under way, or the last one, went to: of `main` the
  /// client's own.
  var session: Int { session(of: used) }

  var sessions: [Int] { connections.keys.map(session) }

  private func session(of name: String) -> Int {
    guard name != HeldConnections.main, let place = connections.keys.sorted().firstIndex(of: name) else {
      return identity.clientID
    }
    return identity.clientID + (place + 1) * ExploreClient.sessionDistance
  }

  /// More clients than any exploration has.
  private static let sessionDistance = 10_000

  /// That of its connection `main`.
  var mainTransaction: TransactionState {
    transactions[HeldConnections.main] ?? TransactionState(defaultIsolation: isolation)
  }

  var isInTransaction: Bool { connection.isInTransaction }

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
    response = nil
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

  /// Which connection the statements from here on go to.
  func use(_ name: String) { if connections[name] != nil { used = name } }

  func execute(_ request: Request) async -> Response {
    guard isEvent(request), !stage.isAborting else {
      noteSending(request)
      let response = await connection.execute(request)
      onPassing?(self, request, response)
      return response
    }
    await ask(for: .statement(request))
    guard death == nil, !stage.isAborting else {
      // What stays open would keep its locks, and the reset waiting for them.
      if death == nil, request.kind == .rollback { return await connection.execute(request) }
      return .failure(SQLError(sqlState: "57014", message: "the run was abandoned"))
    }
    let response = await connection.execute(request)
    self.response = response
    if diesOnAnswer, death == nil { death = response.error == nil ? .indeterminate : .killed }
    phase = .thinking
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
    self.request = request
    response = nil
    blockedBy = []
    noteSending(request)
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
  /// and what follows an error that has aborted the transaction changes nothing.
  private func isEvent(_ request: Request) -> Bool {
    if request.kind == .rollback || request.kind == .commit, connection.isInFailedTransaction { return false }
    guard fusesBegin else { return true }
    switch request.kind {
    case .begin, .setting: return false
    case .savepoint: return request.sql.isRollbackToSavepoint
    case .commit, .rollback, .other, .harness: return true
    }
  }
}

extension Request {
  /// The BEGIN that travels with it, as a statement of its own.
  var opening: Request? {
    begin.map { Request(sql: $0.sql, preparedAs: $0.preparedAs, kind: .begin) }
  }
}

extension String {
  var isRollbackToSavepoint: Bool {
    prefix(8).lowercased() == "rollback" || prefix(5).lowercased() == "abort"
  }
}
