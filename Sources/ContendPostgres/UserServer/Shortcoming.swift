package import ContendModel

/// What a server or a role lacks for a run.
package enum Shortcoming: Hashable, Sendable {
  case notPostgreSQL(String)
  case unsupportedVersion(String)
  case pooler
  case cannotCreateDatabases(role: String)
  /// Connections: what the run needs, and what the server has left of `max_connections`.
  case connections(needed: Int, free: Int, limit: Int, reserved: Int, used: Int)
  case roleConnections(role: String, needed: Int, limit: Int, used: Int)
  case temporaryRoleCannotLogIn(String)

  /// - Parameter connections: what the run will hold at a time.
  static func of(_ facts: ServerFacts, connections needed: Int) -> Shortcoming? {
    if facts.major == 0 { return .notPostgreSQL(facts.version) }
    if !PostgresInstallation.supportedVersions.contains(facts.major) {
      return .unsupportedVersion(facts.version)
    }
    if !facts.isSuperuser, !facts.canCreateDatabases { return .cannotCreateDatabases(role: facts.role) }
    let free = max(0, facts.maxConnections - facts.reservedConnections - facts.connectionsInUse)
    if free < needed {
      return .connections(
        needed: needed, free: free, limit: facts.maxConnections, reserved: facts.reservedConnections,
        used: facts.connectionsInUse)
    }
    if let limit = facts.roleConnectionLimit, limit - facts.roleConnectionsInUse < needed {
      return .roleConnections(
        role: facts.role, needed: needed, limit: limit, used: facts.roleConnectionsInUse)
    }
    return nil
  }

  package var message: Message {
    switch self {
    case .notPostgreSQL(let version): "the server is not PostgreSQL but says \(version)"
    case .unsupportedVersion(let version):
      "PostgreSQL \(version) is not supported; versions 13 to 18 are"
    case .pooler:
      """
      a connection pooler stands between Contend and PostgreSQL: sessions do not keep their backend
        name the server itself, past pgbouncer or the like; often only the port differs
      """
    case .cannotCreateDatabases(let role):
      """
      the role \(role) may not create databases, and Contend runs only in databases of its own
        ALTER ROLE \(role) CREATEDB
      """
    case .connections(let needed, let free, let limit, let reserved, let used):
      """
      the run needs \(needed) connections, and the server has \(free) left: max_connections is \(limit), \
      \(reserved) are reserved, \(used) in use
        raise max_connections, or run fewer \(Setting.clients)
      """
    case .roleConnections(let role, let needed, let limit, let used):
      """
      the run needs \(needed) connections, and the role \(role) may hold \(limit), of which \(used) are in use
        ALTER ROLE \(role) CONNECTION LIMIT -1, or run fewer \(Setting.clients)
      """
    case .temporaryRoleCannotLogIn(let reason):
      """
      the temporary role for the scenario's SQL cannot log in: \(reason)
        let pg_hba.conf accept new roles by password, or log in as a role without superuser
      """
    }
  }
}
