import ContendModel

/// The databases that Contend made on a server of the user's, told from all others by two marks: the
/// database's comment and a schema in it, both with the run's token.
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

  /// Drops the database if it is marked twice and no run uses it; says why if it is spared.
  ///
  /// A database that is gone already is no error.
  func drop(_ name: String, token: String, onlyIfUnused: Bool = false) async throws(SQLFailure) -> Spared? {
    let comment = try await maintenance.execute(
      Request(
        sql: "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1",
        parameters: [.string(name)])
    ).get()
    guard comment.rowCount > 0 else { return nil }
    guard comment.text(0, 0) == Self.comment(token) else { return .unmarked }
    let inside = try await Connection.open(
      settings.with("dbname", name), on: maintenance.loop, outlivesStop: true)
    // Keeps its lock until the database goes, and this session with it.
    defer { inside.close() }
    guard await inside.readCatalog(HarnessSchema.markSQL).isOnly(Self.comment(token)) else {
      return .unmarked
    }
    if onlyIfUnused {
      let lock = try await inside.batch("SELECT pg_catalog.pg_try_advisory_lock(\(Self.lockKeys))").get()
      guard lock.text(0, 0) == "t" else { return .inUse }
    }
    let identifier = Value.string(name).sqlIdentifier ?? ""
    try await maintenance.batch("DROP DATABASE \(identifier) WITH (FORCE)").get()
    return nil
  }
}

extension Response {
  /// Whether the answer is one row with this text.
  fileprivate func isOnly(_ text: String) -> Bool {
    guard case .success(let rows) = self else { return false }
    return rows.rowCount == 1 && rows.text(0, 0) == text
  }
}
