import CLibpq
import ContendModel

/// A role without any rights for the scenario's SQL, on a server where Contend was let in as a superuser.
struct TemporaryRole {
  let name: String
  let password: String

  /// Only a hash of the password goes to the server, whose log may show statements.
  static func create(token: String, on connection: Connection) async throws -> TemporaryRole {
    let role = TemporaryRole(name: "contend_\(token)", password: randomPassword())
    guard
      let hash = PQencryptPasswordConn(connection.handle, role.password, role.name, "scram-sha-256")
    else { throw SQLFailure(error: SQLError(brokenConnection: connection.handle)) }
    defer { PQfreemem(hash) }
    try await connection.batch(
      """
      CREATE ROLE \(role.name) LOGIN PASSWORD \(Value.string(String(cString: hash)).sqlLiteral);
      COMMENT ON ROLE \(role.name) IS \(Value.string(OwnDatabases.comment(token)).sqlLiteral)
      """
    ).get()
    return role
  }

  func logsIn(with settings: ConnectionSettings) -> ConnectionSettings {
    settings.with("user", name).with("password", password)
  }

  /// The server's rules may not let a new role in.
  func checkLogin(_ settings: ConnectionSettings, on loop: EventLoop) async throws(ServerError) {
    do {
      try await Connection.open(settings, on: loop).close()
    } catch {
      throw .lacking(.temporaryRoleCannotLogIn(error.error.message))
    }
  }

  func drop(on connection: Connection) async throws(SQLFailure) {
    try await connection.batch("DROP ROLE IF EXISTS \(name)").get()
  }

  private static func randomPassword() -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return String((0..<32).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
  }
}
