import CLibpq
package import ContendModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One connection to PostgreSQL: non-blocking libpq on an event loop.
///
/// Every method must be called on the connection's loop, by one task at a time: a client owns its
/// connection. Statements with `preparedAs` are prepared at first use, once for each combination of
/// parameter types.
///
/// `@unchecked Sendable`: everything is touched on `loop`'s thread alone.
package final class Connection: EventHandler, Session, @unchecked Sendable {
  package let loop: EventLoop
  let handle: OpaquePointer
  private var descriptor: Int32 = -1
  private var wantsWrite = false
  private var waiter: UnsafeContinuation<Void, Never>?
  private var receiver: (any ResponseReceiver)?
  var exchange = Exchange()
  let parameters = ParameterBuffer()
  var prepared = PreparedStatements()
  /// The server has dropped what is prepared.
  var hasDiscarded = false
  /// Process id of the server's backend.
  package private(set) var backend: Int32 = 0
  package private(set) var isOpen = true
  /// What it waits for is waited for in a run that was stopped, too.
  var outlivesStop = false
  /// Nil: a statement may take as long as it likes.
  package var limit: StatementLimit?
  /// How the last statement came to exceed the limit; nil if it did not.
  package private(set) var exceeded: ExceededLimit?

  /// What the server said beside its results; more than `noticeLimit` are only counted.
  package private(set) var notices: [String] = []
  package private(set) var noticeCount = 0
  private static let noticeLimit = 20

  /// Called when something came while no statement was outstanding: a notification, or the end.
  package var onInput: (() -> Void)?
  /// Called once if the connection is lost, with what the statement under way is answered; not where this
  /// side lets it go.
  package var onLoss: ((SQLError) -> Void)?
  /// Why the server ended the session while no statement was under way.
  private var farewell: SQLError?
  /// Channels of notifications that nobody has taken, oldest first.
  private var notifications: [String] = []

  private init(_ handle: OpaquePointer, loop: EventLoop) {
    self.handle = handle
    self.loop = loop
  }

  deinit { close() }

  /// Opens a connection; fails with the server's or libpq's own message.
  package static func open(
    _ settings: ConnectionSettings, on loop: EventLoop, timeout: Duration = .seconds(10),
    outlivesStop: Bool = false
  ) async throws(SQLFailure) -> Connection {
    guard outlivesStop || !loop.isSevered else {
      throw SQLFailure(error: SQLError(sqlState: "08001", message: "the run was stopped"))
    }
    guard let handle = startConnecting(settings.keywords) else {
      throw SQLFailure(error: SQLError(sqlState: "53200", message: "libpq is out of memory"))
    }
    let connection = Connection(handle, loop: loop)
    connection.collectNotices()
    connection.outlivesStop = outlivesStop
    loop.add(severable: connection)
    // Only its verbose form brings the SQLSTATE of a refused login, before libpq 18 at least.
    PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
    do {
      try await connection.finishConnecting(deadline: .now.advanced(by: timeout))
    } catch {
      connection.close()
      throw error
    }
    return connection
  }

  /// The libpq that this process has loaded, such as `15.18`.
  package static var libraryVersion: String {
    let (major, minor) = PQlibVersion().quotientAndRemainder(dividingBy: 10_000)
    return "\(major).\(minor)"
  }

  /// Closes the connection; harmless if it is closed already.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    loop.remove(severable: self)
    unwatch()
    PQfinish(handle)
  }

  override func ready(readable: Bool, writable: Bool) {
    if isConnecting {
      if let waiter { resume(waiter) }
      return
    }
    guard waiter != nil || receiver != nil else {
      // Nobody waits: a notice, or the server closed the connection; the next statement will tell.
      if readable, PQconsumeInput(handle) == 0 { unwatch() }
      onInput?()
      return
    }
    // The server may be sending before it has read all of ours: read first, then try to flush.
    let alive = !readable || PQconsumeInput(handle) == 1
    if alive, wantsWrite { flush() }
    guard !alive || PQisBusy(handle) == 0 else { return }
    if let receiver {
      guard let response = exchange.next(on: self) else { return }
      self.receiver = nil
      noteLoss(response)
      receiver.received(response)
    } else if let waiter {
      resume(waiter)
    }
  }

  override func sever() {
    if !outlivesStop { abandonWait() }
  }

  /// Whoever waits for an answer gets an error instead, and the connection is lost.
  func abandonWait() {
    guard waiter != nil || receiver != nil else { return }
    onLoss = nil
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private func resume(_ waiter: UnsafeContinuation<Void, Never>) {
    self.waiter = nil
    waiter.resume()
  }
}

// MARK: - Statements

extension Connection {
  package func execute(_ request: Request) async -> Response {
    if let refusal = start(request) {
      noteLoss(refusal)
      return refusal
    }
    return await finishExchange()
  }

  /// Sends a statement and returns at once; `receiver` gets the answer when it is there.
  ///
  /// The answer is returned instead if it needs no waiting: the statement could not be sent. For
  /// callers that make a great many round trips, each of which would cost a task switch more.
  package func send(_ request: Request, to receiver: any ResponseReceiver) -> Response? {
    if let refusal = start(request) {
      noteLoss(refusal)
      return refusal
    }
    self.receiver = receiver
    return nil
  }

  /// Begins an exchange; the answer if it could not be begun.
  private func start(_ request: Request) -> Response? {
    guard isOpen else {
      return .failure(SQLError(sqlState: "08003", message: "the connection is closed"))
    }
    if request.begin != nil { return startPipeline(request) }
    parameters.fill(request.parameters)
    guard let id = request.preparedAs else { return begin(isSent: sendText(request.sql)) }
    switch prepared.name(of: id, for: parameters) {
    case .known(let name): return begin(isSent: sendPrepared(name))
    case .new: return startPipeline(request)
    }
  }

  private func begin(isSent: Int32) -> Response? {
    guard isSent == 1 else { return .failure(SQLError(brokenConnection: handle)) }
    exchange.restart()
    flush()
    return nil
  }

  func begin(_ exchange: Exchange, isSent: Int32) -> Response? {
    guard isSent == 1 else { return .failure(SQLError(brokenConnection: handle)) }
    self.exchange = exchange
    flush()
    return nil
  }

  /// Whether the next statement has a chance.
  package var isUsable: Bool { isOpen && PQstatus(handle) == CONNECTION_OK }

  package var isInTransaction: Bool {
    guard isOpen else { return false }
    let status = PQtransactionStatus(handle)
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
  }

  /// Whether a statement of the open transaction failed, which has released its locks already.
  package var isInFailedTransaction: Bool { isOpen && PQtransactionStatus(handle) == PQTRANS_INERROR }

  /// Runs several statements in one round trip, as one implicit transaction unless they say otherwise.
  package func batch(_ sql: String) async -> Response {
    if let refusal = begin(isSent: PQsendQuery(handle, sql)) { return refusal }
    return await finishExchange()
  }

  /// A batch that finds nothing but PostgreSQL's own without its schema, whatever the session's search path is
  /// and whatever a scenario has called by the name of a catalog or one of its functions.
  package func readCatalog(_ sql: String) async -> Response {
    await batch("SET LOCAL search_path = \(ConnectionSettings.catalogPath); \(sql)")
  }

  /// Makes the session as new: settings, locks, prepared statements, cursors, temporary tables, what it
  /// listens to and what it knows of sequences.
  package func refresh() async throws(SQLFailure) {
    if isInTransaction { try await batch("ROLLBACK").get() }
    try await batch("DISCARD ALL").get()
    _ = takeNotification("")
    notifications.removeAll()
  }

  func forgetPrepared() {
    prepared = PreparedStatements()
    hasDiscarded = false
  }

  /// The answer to what was sent; a statement that exceeds the limit is answered by what is said of that.
  func finishExchange() async -> Response {
    exceeded = nil
    guard let limit else { return await nextAnswer() }
    let watch = StatementWatch(self, limit)
    let response = await nextAnswer()
    await watch.end()
    // What was answered before the cancel came is good.
    if response.error != nil { exceeded = watch.exceeded }
    return exceeded.map { .failure($0.error) } ?? response
  }

  private func nextAnswer() async -> Response {
    while true {
      if PQisBusy(handle) == 1, PQstatus(handle) == CONNECTION_OK {
        await withUnsafeContinuation { waiter = $0 }
      }
      if let response = exchange.next(on: self) {
        noteLoss(response)
        return response
      }
    }
  }

  private func noteLoss(_ response: Response) {
    guard let onLoss, isOpen, PQstatus(handle) == CONNECTION_BAD, let error = response.error else { return }
    self.onLoss = nil
    onLoss(farewell ?? error)
  }

  /// Sends what libpq could not send at once; the rest goes when the socket takes it.
  func flush() {
    let wanted = PQflush(handle) == 1
    guard wanted != wantsWrite else { return }
    wantsWrite = wanted
    try? loop.setWriteInterest(wanted, descriptor: descriptor, handler: self)
  }

  func sendText(_ sql: String) -> Int32 {
    PQsendQueryParams(
      handle, sql, Int32(parameters.count), parameters.types, parameters.values, parameters.lengths,
      parameters.formats, 0)
  }

  func sendPrepare(_ name: PreparedName, _ sql: String) -> Int32 {
    PQsendPrepare(handle, name.pointer, sql, Int32(parameters.count), parameters.types)
  }

  func sendPrepared(_ name: PreparedName) -> Int32 {
    PQsendQueryPrepared(
      handle, name.pointer, Int32(parameters.count), parameters.values, parameters.lengths,
      parameters.formats, 0)
  }
}

// MARK: - Connecting

extension Connection {
  private var isConnecting: Bool { backend == 0 }

  private static func startConnecting(_ keywords: [(name: String, value: String)]) -> OpaquePointer? {
    withCStrings(keywords.map(\.name)) { names in
      withCStrings(keywords.map(\.value)) { values in PQconnectStartParams(names, values, 1) }
    }
  }

  /// Drives libpq's state machine, whose socket may change with every step.
  private func finishConnecting(deadline: ContinuousClock.Instant) async throws(SQLFailure) {
    var state = PGRES_POLLING_WRITING
    while state != PGRES_POLLING_OK {
      guard state != PGRES_POLLING_FAILED, PQstatus(handle) != CONNECTION_BAD else {
        throw SQLFailure(error: SQLError(refusedConnection: handle))
      }
      watch()
      guard await wait(forWriting: state == PGRES_POLLING_WRITING, until: deadline) else {
        throw SQLFailure(error: SQLError(sqlState: "08001", message: "the server did not answer in time"))
      }
      state = PQconnectPoll(handle)
    }
    watch()
    setWriteInterest(false)
    backend = PQbackendPID(handle)
    PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
    guard PQsetnonblocking(handle, 1) == 0 else {
      throw SQLFailure(error: SQLError(brokenConnection: handle))
    }
  }

  /// False if the deadline came first.
  private func wait(forWriting: Bool, until deadline: ContinuousClock.Instant) async -> Bool {
    setWriteInterest(forWriting)
    var isLate = false
    let timer = loop.schedule(at: deadline) { [self] in
      isLate = true
      if let waiter { resume(waiter) }
    }
    await withUnsafeContinuation { waiter = $0 }
    loop.cancel(timer)
    return !isLate
  }

  private func setWriteInterest(_ wanted: Bool) {
    try? loop.setWriteInterest(wanted, descriptor: descriptor, handler: self)
  }

  private func watch() {
    let current = PQsocket(handle)
    guard current != descriptor else { return }
    unwatch()
    descriptor = current
    try? loop.register(self, descriptor: current)
  }

  /// A socket that libpq closed by itself is off the loop already, and its number may be another
  /// connection's by now.
  private func unwatch() {
    if descriptor >= 0, PQsocket(handle) == descriptor { loop.unregister(descriptor: descriptor) }
    descriptor = -1
  }
}

// MARK: - Notifications

extension Connection {
  /// Takes a notification on a channel that has come; false if there is none.
  package func takeNotification(_ channel: String) -> Bool {
    while let notification = PQnotifies(handle) {
      notifications.append(String(cString: notification.pointee.relname))
      PQfreemem(notification)
    }
    guard let index = notifications.firstIndex(of: channel) else { return false }
    notifications.remove(at: index)
    return true
  }

  /// Listens to nothing any more and forgets what it has received.
  package func stopListening() async throws(SQLFailure) {
    try await batch("UNLISTEN *").get()
    _ = takeNotification("")
    notifications.removeAll()
  }
}

// MARK: - Notices

extension Connection {
  private func collectNotices() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    PQsetNoticeReceiver(
      handle,
      { context, result in
        guard let context, let result else { return }
        Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().notice(result)
      }, context)
  }

  private func notice(_ result: OpaquePointer) {
    // libpq takes what comes between two statements for a notice, also the last word of a session that ends.
    let severity = PQresultErrorField(result, Int32(UInt8(ascii: "V"))).map { String(cString: $0) }
    if severity == "FATAL" { farewell = SQLError(result: result) }
    noticeCount += 1
    guard notices.count < Connection.noticeLimit else { return }
    notices.append(String(cString: PQresultErrorMessage(result)).trimmingNewlines)
  }
}
