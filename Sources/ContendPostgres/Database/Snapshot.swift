/// The seed state of a database: a copy of each table in the harness's schema, and every sequence.
struct Snapshot {
  struct Table {
    /// Quoted and with its schema.
    var name: String
    var copy: String
    /// Quoted; generated columns left out.
    var columns: String
    var rows: Int
    /// Has a unique or exclusion constraint that can be deferred.
    var checksLate: Bool
  }

  /// In the order in which they can be filled.
  private(set) var tables: [Table] = []
  private(set) var sequences = Sequences()
  private var guards = Guards()
  private var hasCircularKeys = false
  private var alwaysTruncates = false

  /// Up to this many rows, deleting and inserting them is faster than TRUNCATE, which moreover makes
  /// every session plan its statements anew.
  private static let deleteLimit = 1000

  /// Copies every table of the database into this schema, whose name is quoted.
  ///
  /// - Parameter bypassesTriggers: triggers and foreign keys are off for the session; otherwise the
  ///   tables' owner has to work around them.
  /// - Parameter truncates: tables are emptied so that nothing of a run is left in their files.
  static func take(
    on connection: Connection, in schema: String, bypassesTriggers: Bool, truncates: Bool = false
  ) async throws(SQLFailure) -> Snapshot {
    var snapshot = Snapshot()
    snapshot.alwaysTruncates = truncates
    snapshot.guards = try await Guards.read(on: connection, bypassesTriggers: bypassesTriggers)
    let listed = try await connection.readCatalog(tablesSQL).get()
    try await connection.batch(transaction(snapshot.guards.off)).get()
    for row in 0..<listed.rowCount {
      let copy = "\(schema).seed_\(row + 1)"
      let name = listed.text(row, 0) ?? ""
      let columns = listed.text(row, 1) ?? ""
      let made = try await connection.batch(
        "DROP TABLE IF EXISTS \(copy); CREATE TABLE \(copy) AS SELECT \(columns) FROM ONLY \(name)"
      ).get()
      snapshot.tables.append(
        Table(
          name: name, copy: copy, columns: columns, rows: made.affectedRows,
          checksLate: listed.text(row, 2) == "t"))
    }
    try await connection.batch(transaction(snapshot.guards.on)).get()
    snapshot.sequences = try await Sequences.read(on: connection)
    if !bypassesTriggers { snapshot.arrange(by: try await ForeignKeys.read(on: connection)) }
    return snapshot
  }

  private static func transaction(_ statements: [String]) -> String { statements.joined(separator: ";\n") }

  private mutating func arrange(by keys: ForeignKeys) {
    let order = keys.order(tables.map(\.name))
    let positions = Dictionary(zip(order.tables, 0...)) { first, _ in first }
    tables.sort { positions[$0.name, default: 0] < positions[$1.name, default: 0] }
    hasCircularKeys = !order.circular.isEmpty
    for key in order.circular { guards.add(off: key.deferring, on: key.restoring) }
  }

  /// One batch, and so one transaction.
  var restoreSQL: String { Self.transaction(restoring) }

  /// The statements that put the seed state back.
  var restoring: [String] {
    // A circle of tables can be emptied only by one statement. And which of two equal keys a late check
    // meets first, the one it waits for or the one it fails by, depends on where the rows lie.
    let truncates =
      alwaysTruncates || hasCircularKeys
      || tables.contains { $0.rows > Snapshot.deleteLimit || $0.checksLate }
    let names = tables.map { "ONLY \($0.name)" }
    let clear =
      truncates && !names.isEmpty
      ? ["TRUNCATE \(names.joined(separator: ", "))"] : names.reversed().map { "DELETE FROM \($0)" }
    let fill = tables.filter { $0.rows > 0 }.map {
      "INSERT INTO \($0.name) (\($0.columns)) OVERRIDING SYSTEM VALUE SELECT * FROM \($0.copy)"
    }
    // A table with checks that are still to be made cannot be changed.
    let check = guards.isEmpty ? [] : ["SET CONSTRAINTS ALL IMMEDIATE"]
    return guards.off + clear + fill + check + guards.on + (sequences.restoring.map { [$0] } ?? [])
  }

  /// TRUNCATE leaves its dead rows in the catalog alone.
  var vacuumSQL: String {
    "VACUUM \(alwaysTruncates ? "pg_catalog.pg_class" : tables.map(\.name).joined(separator: ", "))"
  }

  /// Where the scenario's own relations are; `n` is `pg_namespace`.
  static let ownSchemas =
    "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname <> \(HarnessSchema.nameSQL)"

  /// Ordinary tables and partitions in order of creation, with their writable columns.
  private static let tablesSQL = """
    SELECT format('%I.%I', n.nspname, c.relname), string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
           EXISTS (SELECT FROM pg_constraint k
                    WHERE k.conrelid = c.oid AND k.condeferrable AND k.contype IN ('p', 'u', 'x'))
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND \(ownSchemas)
     GROUP BY c.oid, n.nspname, c.relname
     ORDER BY c.oid
    """
}
