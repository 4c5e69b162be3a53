import CLibpq
import ContendModel

/// A server that the user named: reached, examined, and used only through databases of our own.
///
/// Must be used on its loop.
package final class UserServer {
  package let access: ServerAccess
  private let maintenance: Connection
  private let role: TemporaryRole?
  private let ownDatabases: OwnDatabases

  private init(
    _ access: ServerAccess, maintenance: Connection, role: TemporaryRole?, ownDatabases: OwnDatabases
  ) {
    self.access = access
    self.maintenance = maintenance
    self.role = role
    self.ownDatabases = ownDatabases
  }

  /// Connects, and refuses what is not safe or cannot work, before anything on the server is changed.
  ///
  /// - Parameters:
  ///   - connections: what the run will hold at a time.
  ///   - token: of the run; what it makes on the server carries it.
  package static func open(
    _ target: ConnectionTarget, _ permissions: ServerPermissions, connections: Int, token: String,
    on loop: EventLoop
  ) async throws -> UserServer {
    let reached = try await ReachedServer.reach(target, permissions, on: loop)
    do {
      return try await open(reached, permissions, connections: connections, token: token)
    } catch {
      reached.connection.close()
      throw error
    }
  }

  /// The same checks, and nothing else: what a server would say to a run.
  package static func examine(
    _ target: ConnectionTarget, _ permissions: ServerPermissions, connections: Int, on loop: EventLoop
  ) async throws -> ServerFacts {
    let reached = try await ReachedServer.reach(target, permissions, on: loop)
    defer { reached.connection.close() }
    return try await facts(reached, permissions, connections)
  }

  private static func facts(
    _ reached: ReachedServer, _ permissions: ServerPermissions, _ connections: Int
  ) async throws -> ServerFacts {
    if let shortcoming = try await reached.identityLoss() { throw ServerError.lacking(shortcoming) }
    let facts = try await ServerFacts.read(on: reached.connection)
    if facts.major > 0, let refusal = Refusal.of(facts, permissions) { throw ServerError.refused(refusal) }
    if let shortcoming = Shortcoming.of(facts, connections: connections) {
      throw ServerError.lacking(shortcoming)
    }
    return facts
  }

  private static func open(
    _ reached: ReachedServer, _ permissions: ServerPermissions, connections: Int, token: String
  ) async throws -> UserServer {
    let facts = try await facts(reached, permissions, connections)
    let sessions = try await reached.sessionSettings(major: facts.major, token: token)
    // Tells that the run lives as long as it has a role but no database yet.
    try await reached.connection.batch("SET application_name = 'contend_\(token)'").get()
    let role =
      facts.isSuperuser ? try await TemporaryRole.create(token: token, on: reached.connection) : nil
    do {
      let client = role?.logsIn(with: sessions.client) ?? sessions.client
      let keeper = role?.logsIn(with: sessions.maintenance) ?? sessions.maintenance
      try await role?.checkLogin(client, on: reached.connection.loop)
      let access = ServerAccess(
        administrator: sessions.maintenance.readingCatalogs, keeper: keeper, client: client,
        clientRole: role?.name ?? facts.role, version: facts.version, isManaged: false,
        reported: ReportedSettings())
      return UserServer(
        access, maintenance: reached.connection, role: role,
        ownDatabases: OwnDatabases(maintenance: reached.connection, settings: keeper))
    } catch {
      try? await role?.drop(on: reached.connection)
      throw error
    }
  }

  /// Drops the run's databases and its role, and closes the connection.
  ///
  /// Throws `ServerError.notDropped` with what could not be removed; a database that does not carry both
  /// marks of the token is left alone.
  package func finish(databases names: [String], token: String) async throws {
    defer { maintenance.close() }
    maintenance.outlivesStop = true
    var reasons: [String] = []
    for name in names {
      do {
        _ = try await ownDatabases.drop(name, token: token)
      } catch {
        reasons.append("database \(name): \(error)")
      }
    }
    do {
      try await role?.drop(on: maintenance)
    } catch {
      reasons.append("role \(role?.name ?? ""): \(error)")
    }
    guard reasons.isEmpty else { throw ServerError.notDropped(reasons) }
  }
}
