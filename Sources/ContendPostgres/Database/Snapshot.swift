/// The seed state of a database: a copy of each table in the schema `contend`, and every sequence.
struct Snapshot {
  struct Table {
    /// Quoted and with its schema.
    var name: String
    var copy: String
    /// Quoted; generated columns left out.
    var columns: String
    var rows: Int
  }

  var tables: [Table]
  /// A `setval` for each sequence.
  var sequences: [String]

  /// Up to this many rows, deleting and inserting them is faster than TRUNCATE, which moreover makes
  /// every session plan its statements anew.
  private static let deleteLimit = 1000

  /// Copies every table of the database.
  static func take(on connection: Connection) async throws(SQLFailure) -> Snapshot {
    let listed = try await connection.batch(tablesSQL).get()
    var tables: [Table] = []
    for row in 0..<listed.rowCount {
      let copy = "contend.seed_\(row + 1)"
      let name = listed.text(row, 0) ?? ""
      let columns = listed.text(row, 1) ?? ""
      let made = try await connection.batch(
        "DROP TABLE IF EXISTS \(copy); CREATE TABLE \(copy) AS SELECT \(columns) FROM ONLY \(name)"
      ).get()
      tables.append(Table(name: name, copy: copy, columns: columns, rows: made.affectedRows))
    }
    let sequences = try await connection.batch(sequencesSQL).get()
    return Snapshot(
      tables: tables,
      sequences: (0..<sequences.rowCount).compactMap { sequences.text($0, 0) })
  }

  /// One batch, and so one transaction; triggers and foreign keys are off for its session.
  var restoreSQL: String {
    let isLarge = tables.contains { $0.rows > Snapshot.deleteLimit }
    let names = tables.map { "ONLY \($0.name)" }
    let clear =
      isLarge ? ["TRUNCATE \(names.joined(separator: ", "))"] : names.map { "DELETE FROM \($0)" }
    let fill = tables.filter { $0.rows > 0 }.map {
      "INSERT INTO \($0.name) (\($0.columns)) OVERRIDING SYSTEM VALUE SELECT * FROM \($0.copy)"
    }
    return (clear + fill + sequences).joined(separator: ";\n")
  }

  var vacuumSQL: String { "VACUUM \(tables.map(\.name).joined(separator: ", "))" }

  private static let ownSchemas = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'contend')"

  /// Ordinary tables and partitions in order of creation, with their writable columns.
  private static let tablesSQL = """
    SELECT format('%I.%I', n.nspname, c.relname), string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND \(ownSchemas)
     GROUP BY c.oid, n.nspname, c.relname
     ORDER BY c.oid
    """

  /// `last_value` of `pg_sequences` is null before the first use.
  private static let sequencesSQL = """
    SELECT format('SELECT setval(%L, %s, %L)', format('%I.%I', n.schemaname, n.sequencename),
                  coalesce(n.last_value, n.start_value), n.last_value IS NOT NULL)
      FROM (SELECT schemaname AS nspname, * FROM pg_sequences) n
     WHERE \(ownSchemas)
    """
}
