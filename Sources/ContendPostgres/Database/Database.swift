package import ContendModel

/// A database of our own for one variant: created, marked, seeded once and reset before every round.
package final class Database {
  package let name: String
  package let access: ServerAccess
  /// Keeps the seed and resets; whatever of the scenario's runs there, such as the check of a column, runs without
  /// the rights of a superuser.
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

  /// Creates a database whose comment and whose schema of the harness carry the run's token.
  ///
  /// - Parameter limit: how long a statement of the harness in it may take.
  package static func create(
    named name: String, token: String, access: ServerAccess, limit: StatementLimit? = nil, on loop: EventLoop
  ) async throws(SQLFailure) -> Database {
    let identifier = quoted(name)
    let connection = try await Connection.open(access.administrator, on: loop)
    defer { connection.close() }
    // The user's template may hold anything, and a session in it would be in the way.
    let template = access.isManaged ? fastCopy(on: access) : " TEMPLATE template0"
    try await connection.execute(
      Request(sql: "CREATE DATABASE \(identifier) OWNER \(quoted(access.clientRole))\(template)")
    ).get()
    do {
      let comment = Value.string(OwnDatabases.comment(token)).sqlLiteral
      try await connection.batch("COMMENT ON DATABASE \(identifier) IS \(comment)").get()
      return try await mark(name, token: token, access: access, limit, on: loop)
    } catch {
      // Without its marks nobody would ever dare to drop it.
      _ = await connection.batch("DROP DATABASE \(identifier) WITH (FORCE)")
      throw error
    }
  }

  private static func mark(
    _ name: String, token: String, access: ServerAccess, _ limit: StatementLimit?, on loop: EventLoop
  ) async throws(SQLFailure) -> Database {
    let maintenance = try await Connection.open(access.keeper.with("dbname", name), on: loop)
    maintenance.limit = limit
    do {
      // An embedded server ends with its run, so nobody asks whether the run is alive.
      let lock = access.isManaged ? "" : OwnDatabases.lockSQL
      try await maintenance.batch(lock + HarnessSchema.createSQL(in: name, token: token)).get()
    } catch {
      maintenance.close()
      throw error
    }
    await access.reported.read(on: maintenance)
    // Whatever the user's server prefers: what is read from rows is compared as text.
    _ = await maintenance.batch(
      "SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET intervalstyle = 'postgres'")
    return Database(
      name: name, access: access, maintenance: maintenance,
      bypassesTriggers: await silencesTriggers(maintenance, access))
  }

  /// Our own keeper's sessions begin so; of a user's roles only those may ask for it that were granted it.
  private static func silencesTriggers(_ connection: Connection, _ access: ServerAccess) async -> Bool {
    guard !access.isManaged else { return true }
    return await connection.batch("SET session_replication_role = replica").error == nil
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

  /// For connections that watch.
  package var watchingSettings: ConnectionSettings { access.keeper.with("dbname", name).readingCatalogs }

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
    // Superusers alone may set it.
    let administrator = try await Connection.open(access.administrator, on: maintenance.loop)
    defer { administrator.close() }
    try await administrator.batch("ALTER DATABASE \(quoted(name)) SET deadlock_timeout = '10ms'").get()
  }

  /// Keeps what the database holds now as the state that every reset restores.
  ///
  /// - Parameter truncates: tables are emptied by TRUNCATE, however few rows they have, so that their
  ///   files, and what the server knows of their size, are the same after each reset.
  package func keepAsSeed(truncates: Bool = false) async throws(SQLFailure) {
    snapshot = try await Snapshot.take(
      on: maintenance, in: HarnessSchema.identifier(in: name), bypassesTriggers: bypassesTriggers,
      truncates: truncates)
    check = try await SeedCheck(snapshot.tables, snapshot.sequences, on: maintenance)
    restoring = snapshot.restoring.enumerated().map { Request(sql: $1, preparedAs: $0 + 1) }
  }

  /// Drops everything of the scenario's, in every schema.
  ///
  /// Throws `UnendingReset` if that does not come to its end, else `SQLFailure`.
  package func dropEverything() async throws {
    try await unlessUnending {
      let listed = try await maintenance.readCatalog(
        "SELECT quote_ident(nspname) FROM pg_namespace n WHERE nspname !~ '^pg_' AND \(Snapshot.ownSchemas)"
      ).get()
      let schemas = (0..<listed.rowCount).compactMap { listed.text($0, 0) }
      let drop = schemas.isEmpty ? "" : "DROP SCHEMA \(schemas.joined(separator: ", ")) CASCADE;"
      // Large objects are in no schema.
      let unlink = """
        SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata
         WHERE pg_catalog.pg_has_role(lomowner, 'USAGE');
        """
      try await maintenance.batch(
        """
        \(unlink) \(drop) CREATE SCHEMA public AUTHORIZATION \(quoted(access.clientRole));
        GRANT USAGE ON SCHEMA public TO PUBLIC
        """
      ).get()
    }
  }

  /// Restores the seed state: rows, in their order, and sequences.
  ///
  /// Throws `InexactReset` if it has not come back, `UnendingReset` if it does not come to its end, else
  /// `SQLFailure`.
  package func reset() async throws {
    try await unlessUnending {
      try await maintenance.batch(snapshot.restoreSQL).get()
      try await countReset()
    }
  }

  private func unlessUnending<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await body()
    } catch {
      throw maintenance.exceeded.map(UnendingReset.init) ?? error
    }
  }

  /// Reads what `query` says of the state and restores the seed, in one round trip.
  ///
  /// Throws as `reset` does.
  package func reset(after query: String) async throws -> ResultSet {
    try await unlessUnending {
      let answers = await maintenance.pipeline([Request(sql: query, preparedAs: 0)] + restoring)
      for answer in answers { try answer.get() }
      try await countReset()
      return try answers[0].get()
    }
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
    _ = await maintenance.batch(
      "SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.unnest(ARRAY[\(list)]::int[]) pid")
  }

  /// Whoever else is connected to this database and holds a lock that one of these backends waits for.
  ///
  /// - Parameter own: the backends of the run.
  package func outsider(blocking backends: [Int32], besides own: [Int32]) async -> String? {
    let request = Request(
      sql: """
        SELECT \(StatementWatch.nameSQL)
          FROM pg_catalog.unnest($1::int[]) b, pg_catalog.unnest(pg_catalog.pg_blocking_pids(b)) p (pid)
          JOIN pg_catalog.pg_stat_activity a USING (pid)
         WHERE a.datname = pg_catalog.current_database() AND a.pid <> ALL ($2::int[])
           AND a.pid <> pg_catalog.pg_backend_pid() LIMIT 1
        """,
      parameters: [backends, own].map { .array($0.map { .integer(Int64($0)) }) })
    let rows = try? await maintenance.execute(request).get()
    return rows.flatMap { $0.rowCount == 1 ? $0.text(0, 0) : nil }
  }

  /// Ends these backends, for statements that swallow a cancel.
  package func terminate(_ backends: [Int32]) async {
    let list = backends.map(String.init).joined(separator: ",")
    _ = await maintenance.batch(
      "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.unnest(ARRAY[\(list)]::int[]) pid")
  }

  package func close() { maintenance.close() }
}
