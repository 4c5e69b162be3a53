import ContendModel
import ContendPostgres
import ContendReport

/// The server a run uses, its loop, and what makes the databases of the run its own.
final class TestServer {
  let access: ServerAccess
  let loop: EventLoop
  let token: String
  private let managed: ManagedServer
  private var databases = 0

  private init(_ access: ServerAccess, managed: ManagedServer, on loop: EventLoop, token: String) {
    self.access = access
    self.managed = managed
    self.loop = loop
    self.token = token
  }

  /// Starts a server for as long as `body` runs; must be called on the loop.
  static func with<Result>(
    _ options: RunOptions, connections: Int, on loop: EventLoop, _ body: (TestServer) async throws -> Result
  ) async throws -> Result {
    // Those of the harness itself on top, and never fewer than PostgreSQL's own default.
    let server = options.server.embedded(connections: max(100, connections + 10))
    let managed = try await ManagedServer.start(server, on: loop, environment: options.environment)
    defer { managed.stop() }
    let access = try await ServerAccess.prepare(managed, on: loop)
    return try await body(TestServer(access, managed: managed, on: loop, token: makeToken()))
  }

  /// A name for the next database of this run.
  func nextDatabase() -> String {
    databases += 1
    return "contend_\(token)_\(databases)"
  }

  /// The SHA-256 of a text in hexadecimal; the server has the function at hand.
  func sha256(_ text: String) async throws(SQLFailure) -> String {
    let connection = try await Connection.open(access.owner, on: loop)
    defer { connection.close() }
    let sql = "SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')"
    return try await connection.execute(Request(sql: sql, parameters: [.string(text)])).get().text(0, 0) ?? ""
  }

  var section: ServerSection {
    ServerSection(
      version: access.version, managed: access.isManaged, source: .embedded,
      settings: StringMap(Dictionary(access.settings.map { ($0.name, $0.value) }) { $1 }))
  }

  /// Not from the seed: two runs with the same seed must not share databases.
  private static func makeToken() -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    return String((0..<10).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
  }
}
