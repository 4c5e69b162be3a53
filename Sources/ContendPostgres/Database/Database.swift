package import ContendModel

/// A database of our own for one variant: created, marked, seeded once and reset before every round.
package final class Database {
  package let name: String
  package let access: ServerAccess
  /// Seeds and resets, as the owner.
  package let maintenance: Connection
  private var snapshot = Snapshot(tables: [], sequences: [])
  private var resets = 0
  /// How many rounds of dead rows are left before they are vacuumed away.
  private static let resetsBetweenVacuums = 200

  private init(name: String, access: ServerAccess, maintenance: Connection) {
    self.name = name
    self.access = access
    self.maintenance = maintenance
  }

  /// Creates a database whose comment and marker table carry the run's token.
  package static func create(
    named name: String, token: String, access: ServerAccess, on loop: EventLoop
  ) async throws(SQLFailure) -> Database {
    let identifier = quoted(name)
    let connection = try await Connection.open(access.owner, on: loop)
    defer { connection.close() }
    let owner = quoted(access.clientRole)
    let create = "CREATE DATABASE \(identifier) OWNER \(owner)\(access.isManaged ? fastCopy(on: access) : "")"
    try await connection.execute(Request(sql: create)).get()
    try await connection.batch(
      "COMMENT ON DATABASE \(identifier) IS \(Value.string("contend \(token)").sqlLiteral)"
    ).get()
    let maintenance = try await Connection.open(access.owner.with("dbname", name), on: loop)
    try await maintenance.batch(
      """
      CREATE SCHEMA contend;
      CREATE TABLE contend.marker AS SELECT \(Value.string(token).sqlLiteral)::text AS token;
      SET session_replication_role = replica
      """
    ).get()
    return Database(name: name, access: access, maintenance: maintenance)
  }

  /// Copying files takes half the time of logging their pages where nothing is flushed to disk; it was
  /// the only way before PostgreSQL 15.
  private static func fastCopy(on access: ServerAccess) -> String {
    let major = access.version.prefix { $0.isNumber }
    return (Int(major) ?? 0) >= 15 ? " STRATEGY file_copy" : ""
  }

  /// How a client of the scenario reaches this database.
  package func clientSettings(isolation: IsolationLevel?) -> ConnectionSettings {
    let settings = access.client.with("dbname", name)
    guard let isolation else { return settings }
    let level = isolation.rawValue.lowercased().replacingSpaces
    return settings.with("options", "-c default_transaction_isolation=\(level)")
  }

  /// As the owner, for connections that watch.
  package var ownerSettings: ConnectionSettings { access.owner.with("dbname", name) }

  /// Gives new sessions a short deadlock time-out, so that a deadlock costs milliseconds.
  ///
  /// Long enough that a waiting backend can be seen and held before its timer is due.
  package func prepareForExploring() async throws(SQLFailure) {
    guard access.isManaged else { return }
    try await maintenance.batch("ALTER DATABASE \(quoted(name)) SET deadlock_timeout = '10ms'").get()
  }

  /// Keeps what the database holds now as the state that every reset restores.
  package func keepAsSeed() async throws(SQLFailure) {
    snapshot = try await Snapshot.take(on: maintenance)
  }

  /// Restores the seed state: rows, in their order, and sequences.
  package func reset() async throws(SQLFailure) {
    try await maintenance.batch(snapshot.restoreSQL).get()
    resets += 1
    if resets % Database.resetsBetweenVacuums == 0, !snapshot.tables.isEmpty {
      try await maintenance.batch(snapshot.vacuumSQL).get()
    }
  }

  /// Asks the server to cancel what these backends are doing.
  package func cancel(_ backends: [Int32]) async {
    let list = backends.map(String.init).joined(separator: ",")
    _ = await maintenance.batch("SELECT pg_cancel_backend(pid) FROM unnest(ARRAY[\(list)]::int[]) pid")
  }

  package func close() { maintenance.close() }
}

/// A name that needs no more than quotes: ours are letters, digits and underscores.
private func quoted(_ name: String) -> String { Value.string(name).sqlIdentifier ?? "" }

extension String {
  /// `read committed` as connection options take it: a backslash before each space.
  fileprivate var replacingSpaces: String { split(separator: " ").joined(separator: "\\ ") }
}
