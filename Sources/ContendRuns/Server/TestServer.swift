import ContendModel
import ContendPostgres
import ContendReport

/// The server a run uses, its loop, and what makes the databases of the run its own.
final class TestServer {
  let access: ServerAccess
  let loop: EventLoop
  let token: String
  private let source: ServerSection.Source
  private(set) var databases: [String] = []
  /// Starts another server like this one; nil on a server of the user's.
  private var launch: ((Int) async throws -> ManagedServer)?
  private var servers: [(server: ManagedServer, access: ServerAccess)] = []

  init(_ access: ServerAccess, from source: ServerSection.Source, token: String, on loop: EventLoop) {
    self.access = access
    self.source = source
    self.token = token
    self.loop = loop
  }

  /// Connections of the harness itself, on top of those that a run says it needs.
  private static let spareConnections = 10

  /// Starts a server, or connects to the user's, for as long as `body` runs; must be called on the loop.
  ///
  /// Whatever comes of `body`, nothing of the run is left on the server; what `body` made is worth more
  /// than a clean end, so trouble there is reported through `options.complain`.
  static func with<Result>(
    _ options: RunOptions, connections: Int, on loop: EventLoop, _ body: (TestServer) async throws -> Result
  ) async throws -> Result {
    let needed = connections + spareConnections
    if let named = options.server.named(in: options.environment) {
      return try await with(named, options, connections: needed, on: loop, body)
    }
    // Never fewer than PostgreSQL's own default.
    let managed = try await EmbeddedServer.start(options, connections: max(100, needed), on: loop)
    defer { managed.stop() }
    let access = try await ServerAccess.prepare(managed, on: loop)
    let server = TestServer(access, from: .embedded, token: makeToken(), on: loop)
    server.launch = { try await EmbeddedServer.start(options, connections: $0, on: loop) }
    defer { server.stopServersOfLanes() }
    return try await body(server)
  }

  /// Lanes have servers of their own, and see nothing of each other.
  var hasServersForLanes: Bool { launch != nil }

  /// The server of a lane, by its number from 0, for so many connections.
  func access(ofLane lane: Int, connections: Int) async throws -> ServerAccess {
    guard let launch else { return access }
    while servers.count <= lane {
      let server = try await launch(max(Self.connectionsOfLane, connections + Self.spareConnections))
      do {
        servers.append((server, try await ServerAccess.prepare(server, on: loop)))
      } catch {
        server.stop()
        throw error
      }
    }
    return servers[lane].access
  }

  /// As many as any exploration needs, so that one server serves all.
  private static let connectionsOfLane = 100

  private func stopServersOfLanes() {
    for (server, _) in servers { server.stop() }
    servers = []
  }

  private static func with<Result>(
    _ named: ServerChoice.Named, _ options: RunOptions, connections: Int, on loop: EventLoop,
    _ body: (TestServer) async throws -> Result
  ) async throws -> Result {
    let token = makeToken()
    let target = try named.target()
    let user = try await UserServer.open(
      target, options.server.permissions, connections: connections, token: token, on: loop)
    options.note("PostgreSQL \(user.access.version), named by \(named.label)")
    let server = TestServer(user.access, from: named.source, token: token, on: loop)
    let result: Result
    do {
      result = try await body(server)
    } catch {
      await server.leave(user, options)
      throw error
    }
    await server.leave(user, options)
    return result
  }

  private func leave(_ user: UserServer, _ options: RunOptions) async {
    do {
      try await user.finish(databases: databases, token: token)
    } catch {
      options.complain("\(error)")
    }
  }

  /// A name for the next database of this run.
  func nextDatabase() -> String {
    databases.append("contend_\(token)_\(databases.count + 1)")
    return databases[databases.count - 1]
  }

  /// The SHA-256 of a text in hexadecimal; the server has the function at hand.
  func sha256(_ text: String) async throws(SQLFailure) -> String {
    let connection = try await Connection.open(access.administrator, on: loop, outlivesStop: true)
    defer { connection.close() }
    let sql =
      "SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8')), 'hex')"
    return try await connection.execute(Request(sql: sql, parameters: [.string(text)])).get().text(0, 0) ?? ""
  }

  var section: ServerSection {
    ServerSection(
      version: access.version, managed: access.isManaged, source: source,
      settings: StringMap(Dictionary(access.settings.map { ($0.name, $0.value) }) { $1 }))
  }

  /// Not from the seed: two runs with the same seed must not share databases.
  static func makeToken() -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    return String((0..<10).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
  }
}
