import CLibpq
import ContendModel

/// What has been read so far of the answer to what was sent last.
struct Exchange {
  /// Sent in libpq's pipeline mode: a Sync ends the answer.
  var isPipeline = false
  var preparations: [Preparation] = []
  /// Every answer of a pipeline, those to preparations included, for callers that want them all.
  var answers: [Response]?
  /// The last result, or the first error.
  private var answer: Response?
  private var succeeded = 0
  private var isBetween = false

  /// Makes ready for the answer to a statement sent by itself; in place, for it is done for each.
  mutating func restart() {
    if isPipeline {
      self = Exchange()
      return
    }
    if answer != nil { answer = nil }
    succeeded = 0
    isBetween = false
  }

  /// A statement that is being prepared, and its place among the messages of the pipeline.
  struct Preparation {
    var name: PreparedName
    var id: Int
    var types: [UInt32]
    var position: Int
  }

  /// Reads what is there; nil as long as more is to come.
  mutating func next(on connection: Connection) -> Response? {
    let handle = connection.handle
    while PQisBusy(handle) == 0 || PQstatus(handle) == CONNECTION_BAD {
      guard let result = PQgetResult(handle) else {
        // In a pipeline one stands between two answers; a second means that nothing more will come.
        if !isPipeline || isBetween || PQstatus(handle) == CONNECTION_BAD { return finish(connection) }
        isBetween = true
        continue
      }
      isBetween = false
      let status = PQresultStatus(result)
      if status == PGRES_PIPELINE_SYNC || status == PGRES_PIPELINE_ABORTED {
        PQclear(result)
        if status == PGRES_PIPELINE_SYNC { return finish(connection) }
        continue
      }
      let response = connection.read(result)
      if case .success = response { succeeded += 1 }
      if answer?.error == nil { answer = response }
      answers?.append(response)
      guard connection.isOpen else { return response }
    }
    return nil
  }

  private mutating func finish(_ connection: Connection) -> Response {
    if connection.hasDiscarded {
      connection.forgetPrepared()
      preparations = []
    }
    if isPipeline {
      PQexitPipelineMode(connection.handle)
      for preparation in preparations where preparation.position < succeeded {
        connection.prepared.add(preparation.name, id: preparation.id, types: preparation.types)
      }
    }
    defer { answer = nil }
    return answer ?? .failure(SQLError(brokenConnection: connection.handle))
  }
}

// MARK: - What is sent together

extension Connection {
  /// Sends a statement with what has to go before it, its BEGIN and what is not prepared yet, in one
  /// message with one Sync (libpq's pipeline mode).
  ///
  /// The server skips what follows an error, so the first error is the answer to all.
  func startPipeline(_ request: Request) -> Response? {
    guard PQenterPipelineMode(handle) == 1 else { return .failure(SQLError(brokenConnection: handle)) }
    var exchange = Exchange()
    exchange.isPipeline = true
    var count = 0
    var isSent = true
    if let begin = request.begin {
      parameters.fill([])
      isSent = send(begin.sql, as: begin.preparedAs, in: &exchange, after: &count)
      parameters.fill(request.parameters)
    }
    isSent = isSent && send(request.sql, as: request.preparedAs, in: &exchange, after: &count)
    guard isSent, PQpipelineSync(handle) == 1 else {
      // Half a pipeline cannot be taken back.
      defer { close() }
      return .failure(SQLError(brokenConnection: handle))
    }
    return begin(exchange, isSent: 1)
  }

  /// Sends several statements together, as one implicit transaction unless they say otherwise.
  ///
  /// The answers come in the order of the statements; after an error, which is the last answer, the
  /// server has skipped the rest.
  package func pipeline(_ requests: [Request]) async -> [Response] {
    guard isOpen, PQenterPipelineMode(handle) == 1 else {
      return [.failure(SQLError(brokenConnection: handle))]
    }
    var exchange = Exchange()
    exchange.isPipeline = true
    exchange.answers = []
    var count = 0
    let isSent = requests.allSatisfy { request in
      parameters.fill(request.parameters)
      return send(request.sql, as: request.preparedAs, in: &exchange, after: &count)
    }
    guard isSent, PQpipelineSync(handle) == 1 else {
      defer { close() }
      return [.failure(SQLError(brokenConnection: handle))]
    }
    _ = begin(exchange, isSent: 1)
    let last = await finishExchange()
    let preparing = Set(exchange.preparations.map(\.position))
    var answers = self.exchange.answers ?? []
    self.exchange.answers = nil
    if let exceeded, let end = answers.lastIndex(where: { $0.error != nil }) {
      answers[end] = .failure(exceeded.error)
    }
    let wanted = answers.enumerated().filter { !preparing.contains($0.offset) || $0.element.error != nil }
    return wanted.isEmpty && last.error != nil ? [last] : wanted.map(\.element)
  }

  /// Sends one statement with the parameters that are filled in; false if libpq refused it.
  private func send(
    _ sql: String, as id: Int?, in exchange: inout Exchange, after count: inout Int
  ) -> Bool {
    defer { count += 1 }
    guard let id else { return sendText(sql) == 1 }
    switch prepared.name(of: id, for: parameters) {
    case .known(let name): return sendPrepared(name) == 1
    case .new(let name):
      exchange.preparations.append(
        .init(name: name, id: id, types: parameters.typeList, position: count))
      count += 1
      return sendPrepare(name, sql) == 1 && sendPrepared(name) == 1
    }
  }

  /// DISCARD ALL and DEALLOCATE ALL drop what the connection has prepared, too.
  private func discardsPrepared(_ result: OpaquePointer) -> Bool {
    guard let tag = PQcmdStatus(result), tag[0] == CChar(UInt8(ascii: "D")), tag[1] != 0, tag[2] != 0,
      tag[2] != CChar(UInt8(ascii: "L"))
    else { return false }
    return ["DISCARD ALL", "DEALLOCATE ALL"].contains(String(cString: tag))
  }

  /// Reads a result and clears it.
  func read(_ result: OpaquePointer) -> Response {
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
      if discardsPrepared(result) { hasDiscarded = true }
      return .success(ResultSet(result))
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      // Left as it is the connection would hang in copy mode for ever.
      close()
      return .failure(
        SQLError(sqlState: "0A000", message: "COPY through the connection is not supported; use INSERT"))
    default:
      let error = SQLError(result: result)
      return .failure(
        PQstatus(handle) == CONNECTION_BAD && error.sqlState == "XX000"
          ? SQLError(brokenConnection: handle) : error)
    }
  }
}
