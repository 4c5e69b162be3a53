import ContendModel

/// The databases that Contend made on a server of the user's, told from all others by two marks with the run's
/// token: the database's comment and that of a schema in it.
///
/// Marks are read from catalogs alone, under a path of their own. A database may hold anything its owner likes, and
/// whoever looks may be a superuser: nothing in it is run.
struct OwnDatabases {
  let maintenance: Connection
  /// Logs in where `maintenance` does.
  let settings: ConnectionSettings

  /// Why a database that looks like ours is left alone.
  enum Spared: Hashable {
    case unmarked
    case inUse
  }

  static func comment(_ token: String) -> String { "contend \(token)" }

  /// Goes before what marks a database, in one transaction, and holds an advisory lock for as long as its
  /// session lives: a marked database without the lock has no run any more.
  static let lockSQL = "SELECT pg_catalog.pg_advisory_lock(\(lockKeys));"

  /// An advisory lock belongs to its database, so the same keys serve all; they spell "cont" and "end".
  private static let lockKeys = "1668247156, 6647396"

  /// Drops the database if it is ours and, where that is asked, no run uses it; says why if it is spared.
  ///
  /// A database that is gone already is no error.
  func drop(_ name: String, token: String, onlyIfUnused: Bool = false) async throws(SQLFailure) -> Spared? {
    let outside = try await maintenance.execute(
      Request(sql: Self.outsideSQL, parameters: [.string(name), .string("contend_\(token)")])
    ).get()
    guard outside.rowCount > 0 else { return nil }
    if onlyIfUnused, outside.text(0, 2) == "t" { return .inUse }
    let comment = outside.text(0, 0)
    guard comment == nil || comment == Self.comment(token) else { return .unmarked }
    // Nobody can enter what was dropped by half; only the rest of it can go.
    let isHalf = outside.text(0, 1) == "t" && comment != nil
    if !isHalf, let spared = try await look(into: name, token, isMarked: comment != nil, onlyIfUnused) {
      return spared
    }
    let force = isHalf ? "" : " WITH (FORCE)"
    try await maintenance.batch("DROP DATABASE \(quoted(name))\(force)").get()
    return nil
  }

  /// Why the database is left alone: what a run makes first is its comment, then the schema, then all else.
  private func look(
    into name: String, _ token: String, isMarked: Bool, _ onlyIfUnused: Bool
  ) async throws(SQLFailure) -> Spared? {
    let inside = try await Connection.open(
      settings.with("dbname", name).readingCatalogs, on: maintenance.loop, outlivesStop: true)
    // Keeps its lock until the database goes, and this session with it.
    let spared = await spared(by: inside, token, isMarked: isMarked, onlyIfUnused)
    inside.close()
    return spared
  }

  private func spared(
    by inside: Connection, _ token: String, isMarked: Bool, _ onlyIfUnused: Bool
  ) async -> Spared? {
    let isOurs: Bool =
      if isMarked, await inside.batch(HarnessSchema.markSQL).isOnly(Self.comment(token)) {
        true
      } else {
        await inside.batch(Self.emptySQL).isOnly("t")
      }
    guard isOurs else { return .unmarked }
    guard onlyIfUnused else { return nil }
    let lock = await inside.batch("SELECT pg_catalog.pg_try_advisory_lock(\(Self.lockKeys))")
    return lock.isOnly("t") ? nil : .inUse
  }

  /// Its comment, whether it was dropped by half, and whether a session of its run lives or anybody is in it.
  private static let outsideSQL = """
    SELECT shobj_description(d.oid, 'pg_database'), d.datconnlimit = -2,
           EXISTS (SELECT FROM pg_stat_activity a WHERE a.application_name = $2 OR a.datid = d.oid)
      FROM pg_database d WHERE d.datname = $1
    """

  /// Whether a database holds nothing that was not in `template0`.
  private static let emptySQL = """
    SELECT NOT EXISTS (SELECT FROM pg_class WHERE oid >= 16384)
       AND NOT EXISTS (SELECT FROM pg_proc WHERE oid >= 16384)
       AND NOT EXISTS (SELECT FROM pg_type WHERE oid >= 16384)
       AND NOT EXISTS (SELECT FROM pg_namespace WHERE oid >= 16384)
       AND NOT EXISTS (SELECT FROM pg_extension WHERE oid >= 16384)
       AND NOT EXISTS (SELECT FROM pg_largeobject_metadata)
    """
}

extension Response {
  /// Whether the answer is one row with this text.
  fileprivate func isOnly(_ text: String) -> Bool {
    guard case .success(let rows) = self else { return false }
    return rows.rowCount == 1 && rows.text(0, 0) == text
  }
}
