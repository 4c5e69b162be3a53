package import ContendModel
import ContendPostgres

/// Opens the sessions of a program's clients, and notices if one of them is lost.
///
/// A session that nobody of the run has ended was ended from outside, or with the server: what its calls
/// came to says nothing about the program.
///
/// `@unchecked Sendable`: lives on the loop of its connections.
final class ClientSessions: @unchecked Sendable {
  private let settings: ConnectionSettings
  private let loop: EventLoop
  private var ended: Set<Int32> = []
  private var losses: [SessionLoss] = []

  init(_ settings: ConnectionSettings, on loop: EventLoop) {
    self.settings = settings
    self.loop = loop
  }

  func open() async throws(SQLFailure) -> Connection {
    let connection: Connection
    do {
      connection = try await openOnceThereIsRoom()
    } catch {
      // A call that opens its session itself would take it for an error of its own.
      if error.error.isLoss { losses.append(SessionLoss(error: error.error)) }
      throw error
    }
    ended.remove(connection.backend)
    connection.onLoss = { [weak self, backend = connection.backend] error in self?.lost(backend, error) }
    return connection
  }

  /// A session that was closed a moment ago still counts at the server, until its process has ended.
  private func openOnceThereIsRoom() async throws(SQLFailure) -> Connection {
    let limit = ContinuousClock.now.advanced(by: .seconds(2))
    while true {
      do {
        return try await Connection.open(settings, on: loop)
      } catch {
        guard error.error.sqlState == "53300", .now < limit else { throw error }
        await loop.sleep(for: .milliseconds(5))
      }
    }
  }

  /// These sessions are about to be ended by the run itself.
  func willEnd(_ backends: [Int32]) { ended.formUnion(backends) }

  private func lost(_ backend: Int32, _ error: SQLError) {
    if !ended.contains(backend), error.isLoss { losses.append(SessionLoss(error: error)) }
  }

  /// Throws the first `SessionLoss`, unless the program may have ended the session itself.
  func check(_ program: Program, _ texts: SchemaTexts) throws {
    guard !losses.isEmpty else { return }
    let endsSessions = program.endsSessions(texts)
    let fault = losses.first { !($0.mayBeTermination && endsSessions) }
    if let fault { throw fault }
  }
}

/// A session of the program's clients was lost, so that the run shows nothing.
package struct SessionLoss: Error, Hashable, CustomStringConvertible {
  package var error: SQLError

  /// Somebody has asked the server to end the session; else the server or the connection has failed.
  var isTermination: Bool { error.sqlState == "57P01" }
  /// What who ends a session may bring about: the end of it or, if the server's word was lost, of its connection.
  var mayBeTermination: Bool { isTermination || error.sqlState.hasPrefix("08") }

  package var description: String {
    let hint =
      isTermination
      ? "somebody ends sessions on this server: an administrator, a job, a resource manager"
      : "the server's log says why"
    return """
      a session was lost, and not by what the program does: \(error.sqlState): \(error.message)
        nothing is concluded from this run
        hint: \(hint)
      """
  }
}

extension SQLError {
  /// The session was ended by an administrator, by a crash or a shutdown, or the connection broke; the
  /// server's time-outs, which a program may set, have SQLSTATEs of their own.
  fileprivate var isLoss: Bool { sqlState.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(sqlState) }
}
