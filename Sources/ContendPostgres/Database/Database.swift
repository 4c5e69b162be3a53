package import ContendModel

/// A database of our own for one variant: created, marked, seeded once and reset before every round.
package final class Database {
  package let name: String
  package let access: ServerAccess
  /// Seeds and resets, as the owner.
  package let maintenance: Connection
  private let bypassesTriggers: Bool
  private var snapshot = Snapshot()
  private var check: SeedCheck?
  private var restoring: [Request] = []
  private var resets = 0
  /// How many rounds of dead rows are left before they are vacuumed away.
  private static let resetsBetweenVacuums = 200

  private init(name: String, access: ServerAccess, maintenance: Connection, bypassesTriggers: Bool) {
    self.name = name
    self.access = access
    self.maintenance = maintenance
    self.bypassesTriggers = bypassesTriggers
  }

  /// Creates a database whose comment and marker table carry the run's token.
  package static func create(
    named name: String, token: String, access: ServerAccess, on loop: EventLoop
  ) async throws(SQLFailure) -> Database {
    let identifier = quoted(name)
    let connection = try await Connection.open(access.owner, on: loop)
    defer { connection.close() }
    // The user's template may hold anything, and a session in it would be in the way.
    let template = access.isManaged ? fastCopy(on: access) : " TEMPLATE template0"
    try await connection.execute(
      Request(sql: "CREATE DATABASE \(identifier) OWNER \(quoted(access.clientRole))\(template)")
    ).get()
    do {
      let comment = Value.string(OwnDatabases.comment(token)).sqlLiteral
      try await connection.batch("COMMENT ON DATABASE \(identifier) IS \(comment)").get()
      return try await mark(name, token: token, access: access, on: loop)
    } catch {
      // Without its marks nobody would ever dare to drop it.
      _ = await connection.batch("DROP DATABASE \(identifier) WITH (FORCE)")
      throw error
    }
  }

  private static func mark(
    _ name: String, token: String, access: ServerAccess, on loop: EventLoop
  ) async throws(SQLFailure) -> Database {
    let maintenance = try await Connection.open(access.owner.with("dbname", name), on: loop)
    do {
      // An embedded server ends with its run, so nobody asks whether the run is alive.
      try await maintenance.batch(OwnDatabases.markSQL(token, locks: !access.isManaged)).get()
    } catch {
      maintenance.close()
      throw error
    }
    await access.reported.read(on: maintenance)
    // Whatever the user's server prefers: what is read from rows is compared as text.
    _ = await maintenance.batch(
      "SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET intervalstyle = 'postgres'")
    // Only superusers may, and roles that were granted it.
    let replica = await maintenance.batch("SET session_replication_role = replica")
    return Database(
      name: name, access: access, maintenance: maintenance, bypassesTriggers: replica.error == nil)
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
    return settings.setting("default_transaction_isolation", to: isolation.rawValue.lowercased())
  }

  /// As the owner, for connections that watch.
  package var ownerSettings: ConnectionSettings { access.owner.with("dbname", name) }

  /// Gives new sessions a short deadlock time-out, so that a deadlock costs milliseconds.
  ///
  /// Long enough that a waiting backend can be seen and held before its timer is due.
  ///
  /// - Parameter plansAnew: new sessions plan each statement for its values, however often it was run: a
  ///   plan decides which predicate locks a serializable transaction takes.
  package func prepareForExploring(plansAnew: Bool) async throws(SQLFailure) {
    // Nobody of ours holds a lock while rows are restored: a stranger's would let us wait for ever.
    try await maintenance.batch("SET lock_timeout = '2s'").get()
    if plansAnew {
      try await maintenance.batch("ALTER DATABASE \(quoted(name)) SET plan_cache_mode = force_custom_plan")
        .get()
    }
    guard access.isManaged else { return }
    try await maintenance.batch("ALTER DATABASE \(quoted(name)) SET deadlock_timeout = '10ms'").get()
  }

  /// Keeps what the database holds now as the state that every reset restores.
  ///
  /// - Parameter truncates: tables are emptied by TRUNCATE, however few rows they have, so that their
  ///   files, and what the server knows of their size, are the same after each reset.
  package func keepAsSeed(truncates: Bool = false) async throws(SQLFailure) {
    snapshot = try await Snapshot.take(
      on: maintenance, bypassesTriggers: bypassesTriggers, truncates: truncates)
    check = try await SeedCheck(snapshot.tables, snapshot.sequences, on: maintenance)
    restoring = snapshot.restoring.enumerated().map { Request(sql: $1, preparedAs: $0 + 1) }
  }

  /// Drops everything of the scenario's, in every schema.
  package func dropEverything() async throws(SQLFailure) {
    let listed = try await maintenance.batch(
      "SELECT quote_ident(nspname) FROM pg_namespace n WHERE nspname !~ '^pg_' AND \(Snapshot.ownSchemas)"
    ).get()
    let schemas = (0..<listed.rowCount).compactMap { listed.text($0, 0) }
    let drop = schemas.isEmpty ? "" : "DROP SCHEMA \(schemas.joined(separator: ", ")) CASCADE;"
    // Large objects are in no schema.
    let unlink =
      "SELECT lo_unlink(oid) FROM pg_largeobject_metadata WHERE pg_has_role(lomowner, 'USAGE');"
    try await maintenance.batch(
      """
      \(unlink) \(drop) CREATE SCHEMA public AUTHORIZATION \(quoted(access.clientRole));
      GRANT USAGE ON SCHEMA public TO PUBLIC
      """
    ).get()
  }

  /// Restores the seed state: rows, in their order, and sequences.
  ///
  /// Throws `InexactReset` if it has not come back, else `SQLFailure`.
  package func reset() async throws {
    try await maintenance.batch(snapshot.restoreSQL).get()
    try await countReset()
  }

  /// Reads what `query` says of the state and restores the seed, in one round trip.
  ///
  /// Throws as `reset` does.
  package func reset(after query: String) async throws -> ResultSet {
    let answers = await maintenance.pipeline([Request(sql: query, preparedAs: 0)] + restoring)
    for answer in answers { try answer.get() }
    try await countReset()
    return try answers[0].get()
  }

  private func countReset() async throws {
    resets += 1
    if resets % Database.resetsBetweenVacuums == 0 { try await vacuum() }
    if SeedCheck.isDue(after: resets) {
      try await check?.compare(thorough: SeedCheck.isThorough(after: resets), on: maintenance)
    }
  }

  /// Takes the dead rows of earlier rounds away, so that they slow down nobody.
  package func vacuum() async throws(SQLFailure) {
    guard !snapshot.tables.isEmpty else { return }
    try await maintenance.batch(snapshot.vacuumSQL).get()
  }

  /// Asks the server to cancel what these backends are doing.
  package func cancel(_ backends: [Int32]) async {
    let list = backends.map(String.init).joined(separator: ",")
    _ = await maintenance.batch("SELECT pg_cancel_backend(pid) FROM unnest(ARRAY[\(list)]::int[]) pid")
  }

  /// Ends these backends, for statements that swallow a cancel.
  package func terminate(_ backends: [Int32]) async {
    let list = backends.map(String.init).joined(separator: ",")
    _ = await maintenance.batch("SELECT pg_terminate_backend(pid) FROM unnest(ARRAY[\(list)]::int[]) pid")
  }

  package func close() { maintenance.close() }
}

/// A text in single quotes.
func literal(_ text: String) -> String { Value.string(text).sqlLiteral }

/// A name that needs no more than quotes: ours are letters, digits and underscores.
private func quoted(_ name: String) -> String { Value.string(name).sqlIdentifier ?? "" }
