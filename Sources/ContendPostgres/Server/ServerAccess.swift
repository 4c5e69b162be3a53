/// A server that is ready, and as whom to use it.
package struct ServerAccess: Sendable {
  /// Creates and drops databases: a superuser on our own cluster, or where the user let it. Never enters one
  /// of a scenario's, where anything may run that its role has made.
  package var administrator: ConnectionSettings
  /// Keeps the seed, resets and watches, with no right beyond what the scenario's role has or could take.
  package var keeper: ConnectionSettings
  /// Runs the scenario's SQL; never a superuser.
  package var client: ConnectionSettings
  package var clientRole: String
  package var version: String
  package var isManaged: Bool
  let reported: ReportedSettings
  /// Settings that change race windows.
  package var settings: [(name: String, value: String)] { reported.values }

  /// The role that scenarios run as on an embedded server.
  private static let managedRole = "contend_app"
  /// Has what that role has. Its sessions fire no triggers, and policies hide nothing from them.
  private static let managedKeeper = "contend_keeper"

  private static let rolesSQL = """
    CREATE ROLE \(managedRole) LOGIN;
    CREATE ROLE \(managedKeeper) LOGIN BYPASSRLS IN ROLE \(managedRole);
    ALTER ROLE \(managedKeeper) SET session_replication_role = replica
    """

  /// Makes the roles on a server that has just been started.
  package static func prepare(
    _ server: ManagedServer, on loop: EventLoop
  ) async throws(SQLFailure) -> ServerAccess {
    let connection = try await Connection.open(server.superuser, on: loop, outlivesStop: true)
    defer { connection.close() }
    try await connection.batch(rolesSQL).get()
    // Distributions add their own words: `15.18 (Debian 15.18-0+deb12u1)`.
    let version = try await connection.batch("SELECT split_part(current_setting('server_version'), ' ', 1)")
      .get()
    return ServerAccess(
      administrator: server.superuser, keeper: server.superuser.with("user", managedKeeper),
      client: server.superuser.with("user", managedRole),
      clientRole: managedRole, version: version.text(0, 0) ?? server.installation.version, isManaged: true,
      reported: ReportedSettings(server.settings))
  }
}
