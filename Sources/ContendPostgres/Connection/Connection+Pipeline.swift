import CLibpq
import ContendModel

extension Connection {
  /// Sends BEGIN and a statement together (libpq's pipeline mode with one Sync), preparing what is not
  /// prepared yet on the way.
  ///
  /// The server skips what follows an error, so the first error is the answer to all.
  func execute(_ request: Request, after begin: Request.Begin) async -> Response {
    guard PQenterPipelineMode(handle) == 1 else { return .failure(SQLError(brokenConnection: handle)) }
    parameters.fill([])
    var preparations: [Preparation] = []
    var count = 0
    var isSent = send(begin.sql, as: begin.preparedAs, noting: &preparations, after: &count)
    parameters.fill(request.parameters)
    isSent = isSent && send(request.sql, as: request.preparedAs, noting: &preparations, after: &count)
    guard isSent, PQpipelineSync(handle) == 1 else {
      // Half a pipeline cannot be taken back.
      defer { close() }
      return .failure(SQLError(brokenConnection: handle))
    }
    flush()
    let (answer, succeeded) = await readPipeline()
    for preparation in preparations where preparation.position < succeeded {
      prepared.add(preparation.name, id: preparation.id, types: preparation.types)
    }
    return answer
  }

  /// A statement that is being prepared, and its place among the messages of the pipeline.
  private struct Preparation {
    var name: PreparedName
    var id: Int
    var types: [UInt32]
    var position: Int
  }

  /// Sends one statement with the parameters that are filled in; false if libpq refused it.
  private func send(
    _ sql: String, as id: Int?, noting preparations: inout [Preparation], after count: inout Int
  ) -> Bool {
    defer { count += 1 }
    guard let id else { return sendText(sql) == 1 }
    switch prepared.name(of: id, for: parameters) {
    case .known(let name): return sendPrepared(name) == 1
    case .new(let name):
      preparations.append(Preparation(name: name, id: id, types: parameters.typeList, position: count))
      count += 1
      return sendPrepare(name, sql) == 1 && sendPrepared(name) == 1
    }
  }

  /// The last answer or the first error of a pipeline, and how many of its messages succeeded.
  private func readPipeline() async -> (Response, succeeded: Int) {
    var answer: Response?
    var succeeded = 0
    var isBetween = false
    while true {
      if PQisBusy(handle) == 1 { await withUnsafeContinuation { waiter = $0 } }
      guard let result = PQgetResult(handle) else {
        // One stands between two answers; a second means that nothing more will come.
        if isBetween || PQstatus(handle) == CONNECTION_BAD { break }
        isBetween = true
        continue
      }
      isBetween = false
      let status = PQresultStatus(result)
      if status == PGRES_PIPELINE_SYNC || status == PGRES_PIPELINE_ABORTED {
        PQclear(result)
        if status == PGRES_PIPELINE_SYNC { break }
        continue
      }
      let response = read(result)
      if answer?.error == nil { answer = response }
      if case .success = response { succeeded += 1 }
      guard isOpen else { return (response, succeeded) }
    }
    PQexitPipelineMode(handle)
    return (answer ?? .failure(SQLError(brokenConnection: handle)), succeeded)
  }
}
