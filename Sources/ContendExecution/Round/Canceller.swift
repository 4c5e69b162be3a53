import ContendPostgres

/// Cancels statements on the server, as many at a time as have come together while it was busy.
///
/// Lives on the loop of its database.
final class Canceller {
  private let database: Database
  private let sessions: ClientSessions
  private var waiting: [(backends: [Int32], caller: UnsafeContinuation<Void, Never>)] = []
  private var isBusy = false

  init(_ database: Database, _ sessions: ClientSessions) {
    self.database = database
    self.sessions = sessions
  }

  /// How long a statement may swallow its cancel, as one with a handler for `query_canceled` does, before
  /// its session is ended.
  static let patience = StatementLimit.patience

  /// Ends the sessions of statements that swallow their cancel.
  func terminate(_ backends: [Int32]) async {
    sessions.willEnd(backends)
    await database.terminate(backends)
  }

  /// Returns when the server has passed it on: no later statement is hit.
  func cancel(_ backends: [Int32]) async {
    guard !backends.isEmpty else { return }
    if isBusy {
      await withUnsafeContinuation { waiting.append((backends, $0)) }
      return
    }
    isBusy = true
    await database.cancel(backends)
    while !waiting.isEmpty {
      let next = waiting
      waiting.removeAll()
      await database.cancel(next.flatMap(\.backends))
      for request in next { request.caller.resume() }
    }
    isBusy = false
  }
}
