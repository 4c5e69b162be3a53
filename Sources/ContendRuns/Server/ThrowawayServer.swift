import ContendExecution
import ContendModel
import ContendPostgres

/// An embedded server for the user's own shell, gone when the user is done with it.
package struct ThrowawayServer: Sendable {
  /// Seeds a database with this scenario's set-up.
  package var file: ScenarioFile?
  /// Connections that may be open at a time.
  package var connections = 100
  private let options: RunOptions

  package init(seeding file: ScenarioFile?, options: RunOptions) {
    self.file = file
    self.options = options
  }

  /// Where a shell finds the server.
  package struct Address: Sendable {
    /// A connection string that every libpq program takes.
    package var url: String
    package var version: String
  }

  /// Runs until the options' `stop` is called. Throws `ServerError` if the server ends before that.
  package func run(_ ready: @escaping @Sendable (Address) -> Void) async throws {
    let options = options
    let connections = connections
    try await onLoop(options.stopSignal) { loop in
      let server = try await EmbeddedServer.start(options, connections: connections, on: loop)
      defer { server.stop() }
      let access = try await ServerAccess.prepare(server, on: loop)
      let database = try await seed(access, on: loop)
      let url = Self.url(directory: server.directory, role: access.clientRole, database: database)
      ready(Address(url: url, version: access.version))
      while !options.stopSignal.isStopped {
        if server.hasEnded { throw ServerError.didNotStart(log: "it ended by itself") }
        await loop.sleep(for: .milliseconds(100))
      }
    }
  }

  /// The name of the seeded database, or of an empty one.
  private func seed(_ access: ServerAccess, on loop: EventLoop) async throws -> String {
    let scenario = file?.scenario
    let name = scenario.map { $0.name.split(separator: "-").joined(separator: "_") } ?? "contend"
    let database = try await Database.create(named: name, token: "shell", access: access, on: loop)
    defer { database.close() }
    if let scenario, let buggy = scenario.buggy {
      do {
        let limit = StatementLimit(options.stepTimeout, ender: access.administrator)
        try await Seed.plant(scenario, buggy, in: database, limit: limit, on: loop)
      } catch let diagnostic as Diagnostic {
        throw ScenarioFault.invalid([file?.located(diagnostic) ?? diagnostic])
      }
    }
    return name
  }

  private static func url(directory: String, role: String, database: String) -> String {
    let host = directory.split(separator: "/").map { "%2F\($0)" }.joined()
    return "postgresql://\(role)@/\(database)?host=\(host)&port=5432"
  }
}
