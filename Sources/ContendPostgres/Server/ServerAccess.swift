/// A server that is ready, and as whom to use it.
package struct ServerAccess: Sendable {
  /// Creates databases, seeds and resets them: a superuser on our own cluster, or where the user let it.
  package var owner: ConnectionSettings
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

  /// Makes the client role on a server that has just been started.
  package static func prepare(
    _ server: ManagedServer, on loop: EventLoop
  ) async throws(SQLFailure) -> ServerAccess {
    let connection = try await Connection.open(server.superuser, on: loop, outlivesStop: true)
    defer { connection.close() }
    try await connection.batch("CREATE ROLE \(managedRole) LOGIN").get()
    // Distributions add their own words: `15.18 (Debian 15.18-0+deb12u1)`.
    let version = try await connection.batch("SELECT split_part(current_setting('server_version'), ' ', 1)")
      .get()
    return ServerAccess(
      owner: server.superuser, client: server.superuser.with("user", managedRole),
      clientRole: managedRole, version: version.text(0, 0) ?? server.installation.version, isManaged: true,
      reported: ReportedSettings(server.settings))
  }
}
