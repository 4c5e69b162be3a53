package import ContendPostgres
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The server that the tests of this process share; it ends with the process.
package actor SharedServer {
  package static let shared = SharedServer()

  private var start: Task<Running, any Error>?

  private struct Running: @unchecked Sendable {
    // Guarded by being immutable; the server is only kept alive here.
    let server: ManagedServer
    let access: ServerAccess
    let loop: EventLoop
  }

  /// Runs `body` on an event loop with access to the server.
  package func run<Result: Sendable>(
    _ body: @escaping @Sendable (ServerAccess, EventLoop) async throws -> Result
  ) async throws -> Result {
    let running = try await running()
    return try await Task(executorPreference: running.loop) {
      try await body(running.access, running.loop)
    }.value
  }

  /// Runs `body` with an open connection as the scenarios' role.
  package func connect<Result: Sendable>(
    _ body: @escaping @Sendable (Connection) async throws -> Result
  ) async throws -> Result {
    try await run { access, loop in
      let connection = try await Connection.open(access.client.with("dbname", "postgres"), on: loop)
      defer { connection.close() }
      return try await body(connection)
    }
  }

  private func running() async throws -> Running {
    if let start { return try await start.value }
    let task = Task {
      let loop = try EventLoop()
      return try await Task(executorPreference: loop) {
        var options = ServerOptions()
        options.maxConnections = 300
        let server = try await ManagedServer.start(
          options, on: loop, environment: ProcessInfo.processInfo.environment)
        return Running(server: server, access: try await ServerAccess.prepare(server, on: loop), loop: loop)
      }.value
    }
    start = task
    return try await task.value
  }
}
