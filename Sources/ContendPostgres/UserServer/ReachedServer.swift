import CLibpq
import ContendModel

/// The first connection to a server of the user's, and where exactly it went.
struct ReachedServer {
  let connection: Connection
  /// The one host, address, port, role and password that worked; every later connection goes there too.
  let pinned: ConnectionSettings
  private let userOptions: String

  /// Throws `ServerError`: refused before anything is sent to another machine, or not to be reached.
  static func reach(
    _ target: ConnectionTarget, _ permissions: ServerPermissions, on loop: EventLoop
  ) async throws(ServerError) -> ReachedServer {
    let endpoints = try Endpoint.resolve(target)
    if let refusal = Refusal.of(endpoints, permissions) { throw .refused(refusal) }
    let connection: Connection
    do {
      connection = try await Connection.open(
        target.settings(for: endpoints), on: loop, timeout: target.timeout)
    } catch {
      throw .cannotConnect(ConnectionTrouble(place: place(target), error: error.error))
    }
    let used = Endpoint(
      host: connection.option(PQhost) ?? "", address: connection.option(PQhostaddr) ?? "",
      port: connection.option(PQport) ?? "")
    // Whatever names the user's database holds; a server that is none of PostgreSQL's may refuse.
    _ = await connection.batch("SET search_path = \(ConnectionSettings.catalogPath)")
    let isEncrypted = PQsslInUse(connection.handle) == 1 || PQgssEncInUse(connection.handle) == 1
    if let refusal = Refusal.of(used, isEncrypted: isEncrypted, sslMode: target.sslMode) {
      connection.close()
      throw .refused(refusal)
    }
    return ReachedServer(
      connection: connection, pinned: pin(target, to: used, connection), userOptions: target.serverOptions)
  }

  private static func place(_ target: ConnectionTarget) -> String {
    let names = target.hosts.isEmpty ? target.addresses : target.hosts
    guard !names.isEmpty else { return "" }
    let ports = target.ports.isEmpty ? "" : ":" + target.ports.joined(separator: ",")
    return names.joined(separator: ",") + ports
  }

  private static func pin(
    _ target: ConnectionTarget, to used: Endpoint, _ connection: Connection
  ) -> ConnectionSettings {
    var pinned = ConnectionSettings([("dbname", target.connectionString)])
    let facts = [
      ("host", used.host), ("hostaddr", used.address), ("port", used.port),
      ("user", connection.option(PQuser) ?? ""), ("dbname", connection.option(PQdb) ?? ""),
      // A password file may name the password for one database only, and ours are others.
      ("password", connection.option(PQpass) ?? ""), ("client_encoding", "UTF8"),
    ]
    for (name, value) in facts where !value.isEmpty { pinned = pinned.with(name, value) }
    // What was encrypted once does not fall back to plain text later.
    let isLax = ["prefer", "allow"].contains(target.sslMode)
    return isLax && PQsslInUse(connection.handle) == 1 ? pinned.with("sslmode", "require") : pinned
  }

  /// The pooler, if there is one: the backend that answers is not the one libpq was told of at login.
  func identityLoss() async throws(SQLFailure) -> Shortcoming? {
    let second = try await Connection.open(pinned, on: connection.loop)
    defer { second.close() }
    for session in [connection, second, connection] {
      let answer = try await session.batch("SELECT pg_backend_pid()").get()
      if answer.integer(0, 0) != Int64(session.backend) { return .pooler }
    }
    return nil
  }

  /// How the run's own connections log in, with the session settings that they need.
  func sessionSettings(
    major: Int, token: String
  ) async throws(SQLFailure) -> (maintenance: ConnectionSettings, client: ConnectionSettings) {
    // Where the role, the database or the server prefers another path, it is one for other tables; the user's own
    // words for this run come last and win.
    let path = "-c search_path=\(Self.defaultPath)"
    let base = pinned.with("application_name", "contend_\(token)")
      .with("options", userOptions.isEmpty ? path : "\(path) \(userOptions)")
    var maintenance = base
    // Limits that the role has for its own work must not end the harness's.
    let limits = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
    for limit in limits + (major >= 14 ? ["idle_session_timeout"] : []) {
      maintenance = maintenance.setting(limit, to: "0")
    }
    return (maintenance, await endsWithItsClient(base, major))
  }

  /// PostgreSQL's own default, as on an embedded server.
  private static let defaultPath = #""$user",\ public"#

  /// A dead client's blocked statement must not commit later; the server's system may not support it.
  private func endsWithItsClient(_ settings: ConnectionSettings, _ major: Int) async -> ConnectionSettings {
    let name = "client_connection_check_interval"
    guard major >= 14, await connection.batch("SET \(name) = '500ms'").error == nil else { return settings }
    return settings.setting(name, to: "500ms")
  }
}

extension Connection {
  /// What one of libpq's accessors says of this connection; nil if it is empty.
  fileprivate func option(_ accessor: (OpaquePointer?) -> UnsafeMutablePointer<CChar>?) -> String? {
    accessor(handle).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
