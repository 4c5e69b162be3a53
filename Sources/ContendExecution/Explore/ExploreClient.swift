import ContendModel
import ContendPostgres

/// One client of an explored run: a session that asks for permission before each event.
///
/// `@unchecked Sendable`: lives on its lane's loop, like its connection.
final class ExploreClient: Session, @unchecked Sendable {
  enum Phase {
    /// Between statements, in the client's own code.
    case thinking
    /// Wants to issue an event.
    case ready(Request)
    /// Its statement is at the server.
    case running
    /// Its statement was seen waiting for these clients or, where they are not ours, backends.
    case waiting
    case done
  }

  let identity: ClientIdentity
  let connection: Connection
  let names: ClientSymbols
  private let stage: Stage
  private let fusesBegin: Bool
  private(set) var phase = Phase.done
  private var gate: UnsafeContinuation<Void, Never>?
  private(set) var transaction: TransactionState
  /// The event under way or the last one, with its answer once there is one.
  private(set) var request = Request(sql: "")
  private(set) var response: Response?
  /// Its backend is stopped.
  var isHeld = false
  var blockedBy: [Int] = []
  var interpreter: CallInterpreter?
  /// Told of the statements that are no events.
  var onPassing: ((ExploreClient, Request, Response) -> Void)?

  init(
    _ identity: ClientIdentity, connection: Connection, symbols: Symbols, isolation: IsolationLevel,
    stage: Stage, fusesBegin: Bool
  ) {
    self.identity = identity
    self.connection = connection
    self.stage = stage
    self.fusesBegin = fusesBegin
    names = ClientSymbols(symbols)
    transaction = TransactionState(defaultIsolation: isolation)
  }

  var isInTransaction: Bool { connection.isInTransaction }

  var isReady: Bool { if case .ready = phase { true } else { false } }
  var isDone: Bool { if case .done = phase { true } else { false } }
  var isWaiting: Bool { if case .waiting = phase { true } else { false } }
  /// Neither at the server nor in its own code.
  var isSettled: Bool {
    switch phase {
    case .ready, .done: true
    case .thinking, .running, .waiting: false
    }
  }

  func start() {
    phase = .thinking
    transaction = TransactionState(defaultIsolation: transaction.defaultIsolation)
    blockedBy = []
    response = nil
  }

  func finish() {
    phase = .done
    interpreter = nil
    stage.changed()
  }

  func execute(_ request: Request) async -> Response {
    guard isEvent(request), !stage.isAborting else {
      noteSending(request)
      let response = await connection.execute(request)
      onPassing?(self, request, response)
      return response
    }
    phase = .ready(request)
    stage.changed()
    await withUnsafeContinuation { gate = $0 }
    guard !stage.isAborting else {
      return .failure(SQLError(sqlState: "57014", message: "the run was abandoned"))
    }
    let response = await connection.execute(request)
    self.response = response
    phase = .thinking
    return response
  }

  /// Lets the client issue the event it is ready for.
  func issue() {
    guard case .ready(let request) = phase else { return }
    self.request = request
    response = nil
    blockedBy = []
    noteSending(request)
    phase = .running
    open()
  }

  private func noteSending(_ request: Request) {
    if let begin = request.opening { transaction.will(begin, inTransaction: isInTransaction) }
    transaction.will(request, inTransaction: isInTransaction || request.begin != nil)
  }

  func wait(for clients: [Int]) {
    phase = .waiting
    blockedBy = clients
  }

  /// Its lock was granted, or it was chosen as the victim: it runs again.
  func goOn() { if isWaiting { phase = .running } }

  /// Opens the gate, for an event or for an abandoned run.
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
    case .commit, .rollback, .other: return true
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
