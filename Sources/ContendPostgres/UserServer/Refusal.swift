package import ContendModel

/// What the user allows by name beyond what is always safe.
package struct ServerPermissions: Hashable, Sendable {
  /// A server on another machine.
  package var remote = false
  /// A superuser's login.
  package var superuser = false

  package init() {}
}

/// Why Contend will not run on a server although it could.
package enum Refusal: Hashable, Sendable {
  case remote(host: String)
  case unencrypted(host: String)
  case superuser(role: String)
  /// A role that can reach the server's files or programs, or make itself one that can.
  case powerful(role: String, through: String)
  case recovery

  /// Refuses before anything is sent to a host that is not this machine.
  static func of(_ endpoints: [Endpoint], _ permissions: ServerPermissions) -> Refusal? {
    guard !permissions.remote, let far = endpoints.first(where: { !$0.isLocal }) else { return nil }
    return .remote(host: far.host.isEmpty ? far.address : far.host)
  }

  /// Refuses a connection that silently fell back to plain text on its way through a network.
  static func of(_ endpoint: Endpoint, isEncrypted: Bool, sslMode: String) -> Refusal? {
    guard !endpoint.isLocal, !isEncrypted, sslMode != "disable" else { return nil }
    return .unencrypted(host: endpoint.host.isEmpty ? endpoint.address : endpoint.host)
  }

  static func of(_ facts: ServerFacts, _ permissions: ServerPermissions) -> Refusal? {
    if facts.isInRecovery { return .recovery }
    if facts.isSuperuser { return permissions.superuser ? nil : .superuser(role: facts.role) }
    if let membership = facts.dangerousMemberships.first {
      return .powerful(role: facts.role, through: "a member of \(membership)")
    }
    if facts.canCreateRoles, facts.major < 16 {
      return .powerful(role: facts.role, through: "CREATEROLE, which before PostgreSQL 16 gives any role")
    }
    return nil
  }

  package var message: Message {
    switch self {
    case .remote(let host):
      """
      refused: \(host) is not this machine
        a run loads the server heavily; if that is what you want, say \(Setting.allowRemote)
      """
    case .unencrypted(let host):
      """
      refused: the connection to \(host) is not encrypted
        ask for encryption with sslmode=require (better verify-full), or say sslmode=disable to do without
      """
    case .superuser(let role):
      """
      refused: the role \(role) is a superuser, and a scenario's SQL could do anything to the server
        log in as a role of its own: CREATE ROLE contend LOGIN CREATEDB PASSWORD '…'
        or say \(Setting.allowSuperuser): the SQL then runs as a temporary role without any rights
      """
    case .powerful(let role, let through):
      """
      refused: the role \(role) is \(through): SQL of a scenario could reach files of the server
        log in as a role of its own: CREATE ROLE contend LOGIN CREATEDB PASSWORD '…'
      """
    case .recovery:
      """
      refused: the server is in recovery, a standby that takes no writes
        name the primary instead
      """
    }
  }
}
