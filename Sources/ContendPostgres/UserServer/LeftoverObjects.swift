import ContendModel

/// Databases and roles that killed runs left on a server of the user's.
///
/// Must be used on its loop.
package final class LeftoverObjects {
  private let maintenance: Connection
  private let own: OwnDatabases

  /// One database or role that looks like ours.
  package struct Found: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable { case database, role }

    package var kind: Kind
    package var name: String
    var token: String

    package var description: String { "\(kind.rawValue) \(name)" }
  }

  package enum Fate: Hashable, Sendable {
    case removed
    case spared(reason: String)
  }

  private init(_ maintenance: Connection, settings: ConnectionSettings) {
    self.maintenance = maintenance
    own = OwnDatabases(maintenance: maintenance, settings: settings)
  }

  /// Runs no scenario's SQL, so a superuser may do it; another machine still has to be allowed.
  package static func open(
    _ target: ConnectionTarget, _ permissions: ServerPermissions, on loop: EventLoop
  ) async throws -> LeftoverObjects {
    let reached = try await ReachedServer.reach(target, permissions, on: loop)
    do {
      if try await reached.connection.batch("SELECT pg_is_in_recovery()").get().text(0, 0) == "t" {
        throw ServerError.refused(.recovery)
      }
    } catch {
      reached.connection.close()
      throw error
    }
    return LeftoverObjects(reached.connection, settings: reached.pinned)
  }

  package func close() { maintenance.close() }

  /// Roles whose comment carries the token of their name, and databases whose comment does, or that have none yet;
  /// databases first.
  package func find() async throws(SQLFailure) -> [Found] {
    let rows = try await maintenance.batch(Self.findSQL).get()
    return (0..<rows.rowCount).compactMap { row in
      guard let kind = rows.text(row, 0).flatMap(Found.Kind.init), let name = rows.text(row, 1) else {
        return nil
      }
      return Found(kind: kind, name: name, token: rows.text(row, 2) ?? "")
    }
  }

  /// Removes it unless a run uses it or it is not marked as ours throughout.
  package func remove(_ found: Found) async -> Fate {
    do {
      switch found.kind {
      case .database: return try await removeDatabase(found)
      case .role: return try await removeRole(found)
      }
    } catch {
      return .spared(reason: error.error.message)
    }
  }

  private func removeDatabase(_ found: Found) async throws(SQLFailure) -> Fate {
    switch try await own.drop(found.name, token: found.token, onlyIfUnused: true) {
    case .unmarked: .spared(reason: "it does not carry the marker of a run")
    case .inUse: .spared(reason: "a run uses it")
    case nil: .removed
    }
  }

  /// A run makes its role before its first database, so its sessions tell whether it lives.
  private func removeRole(_ found: Found) async throws(SQLFailure) -> Fate {
    let sessions = try await maintenance.execute(
      Request(
        sql: "SELECT FROM pg_stat_activity WHERE usename = $1 OR application_name = $1",
        parameters: [.string(found.name)])
    ).get()
    guard sessions.rowCount == 0 else { return .spared(reason: "a run uses it") }
    let identifier = Value.string(found.name).sqlIdentifier ?? ""
    try await maintenance.batch("DROP ROLE \(identifier)").get()
    return .removed
  }

  private static let findSQL = """
    SELECT 'database', datname, substr(datname, 9, 10) FROM pg_database
     WHERE datname ~ '^contend_[a-z0-9]{10}_[0-9]+$'
       AND coalesce(shobj_description(oid, 'pg_database'), 'contend ' || substr(datname, 9, 10))
           = 'contend ' || substr(datname, 9, 10)
    UNION ALL
    SELECT 'role', rolname, substr(rolname, 9, 10) FROM pg_roles
     WHERE rolname ~ '^contend_[a-z0-9]{10}$'
       AND shobj_description(oid, 'pg_authid') = 'contend ' || substr(rolname, 9, 10)
    ORDER BY 1, 2
    """
}
