import ContendModel
import ContendPostgres

/// Reads what the tables of a schema hold, to see what a call changed in them.
package struct WorkReader: Sendable {
  fileprivate struct Table: Sendable {
    /// As people say it: without `public`.
    var name: String
    var qualifiedName: String
    /// An ordinary table, whose heirs are tables of their own.
    var isOrdinary: Bool
    var columns: [Column] = []
    /// It began with too many rows to read them all after every call.
    var isLarge = false
  }

  fileprivate struct Column: Hashable, Sendable {
    /// Quoted.
    var name: String
    var isKey: Bool
    /// The server fills it from a sequence or a clock.
    var isGenerated: Bool
    var isTime: Bool
  }

  private var tables: [Table]

  /// Above this, a digest of a table is read in place of its rows.
  private static let mostRows = 1000

  /// - Parameter control: whose tables are looked for, whatever they are here: a view may stand in for a table.
  static func find(on connection: Connection, like control: WorkReader?) async throws -> WorkReader {
    let rows = try await connection.readCatalog(catalogSQL).get()
    var tables: [Table] = []
    for row in 0..<rows.rowCount {
      func isTrue(_ column: Int) -> Bool { rows.text(row, column) == "t" }
      let qualifiedName = rows.text(row, 1) ?? ""
      if tables.last?.qualifiedName != qualifiedName {
        tables.append(
          Table(name: rows.text(row, 0) ?? "", qualifiedName: qualifiedName, isOrdinary: isTrue(2)))
      }
      tables[tables.count - 1].columns.append(
        Column(name: rows.text(row, 4) ?? "", isKey: isTrue(5), isGenerated: isTrue(6), isTime: isTrue(7)))
    }
    let isView = Set((0..<rows.rowCount).filter { rows.text($0, 3) == "v" }.map { rows.text($0, 1) ?? "" })
    for index in tables.indices where !isView.contains(tables[index].qualifiedName) {
      tables[index].isLarge = try await isLarge(tables[index], on: connection)
    }
    guard let control else {
      return WorkReader(tables: tables.filter { !isView.contains($0.qualifiedName) })
    }
    return WorkReader(tables: control.tables.compactMap { $0.asIn(tables) })
  }

  private static func isLarge(_ table: Table, on connection: Connection) async throws -> Bool {
    let sql = "SELECT pg_catalog.count(*) FROM (SELECT FROM \(table.source) LIMIT \(mostRows + 1)) rows"
    return try await connection.batch(sql).get().integer(0, 0).map { $0 > mostRows } ?? false
  }

  /// By table; what cannot be read is left out.
  func read(on connection: Connection) async throws -> [String: TableContent] {
    var contents: [String: TableContent] = [:]
    for table in tables {
      guard case .success(let rows) = await connection.batch(table.sql) else { continue }
      contents[table.name] =
        table.isLarge
        ? .digest(count: Int(rows.integer(0, 0) ?? 0), rows.text(0, 1) ?? "")
        : .rows(
          (0..<rows.rowCount).map {
            .init(key: rows.text($0, 0), values: rows.text($0, 1) ?? "", comparable: rows.text($0, 2) ?? "")
          })
    }
    return contents
  }

  /// A row for each column of the relations a scenario can write to, and of its views.
  private static let catalogSQL = """
    SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END,
           format('%I.%I', n.nspname, c.relname), c.relkind = 'r', CASE c.relkind WHEN 'v' THEN 'v' END,
           quote_ident(a.attname),
           EXISTS (SELECT FROM pg_index i
                    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey::int2[])),
           a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') ~*
             '(nextval|now\\(|clock_timestamp|statement_timestamp|current_|localtime|random|uuid)',
           a.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition AND c.relpersistence <> 't'
       AND \(StateCatalog.scenarioSchemas)
     ORDER BY n.nspname, c.relname, a.attnum
    """
}

extension WorkReader.Table {
  fileprivate var source: String { (isOrdinary ? "ONLY " : "") + qualifiedName }

  fileprivate var sql: String {
    let all = row(columns.map(\.name))
    if isLarge {
      return """
        SELECT pg_catalog.count(*),
               coalesce(pg_catalog.sum(pg_catalog.hashtextextended(\(all), 0)), 0)::pg_catalog.text
          FROM \(source)
        """
    }
    let key = columns.filter(\.isKey).map(\.name)
    let comparable = columns.filter { !$0.isGenerated }.map(\.comparable)
    return "SELECT \(key.isEmpty ? "NULL" : row(key)), \(all), \(row(comparable)) AS comparable "
      + "FROM \(source) ORDER BY comparable"
  }

  private func row(_ values: [String]) -> String {
    values.isEmpty ? "'()'" : "ROW(\(values.joined(separator: ", ")))::pg_catalog.text"
  }

  /// The relation that has this table's place in another schema, seen through this table's columns.
  fileprivate func asIn(_ tables: [WorkReader.Table]) -> WorkReader.Table? {
    guard var other = tables.first(where: { $0.qualifiedName == qualifiedName }) else { return nil }
    other.columns = columns.filter { column in other.columns.contains { $0.name == column.name } }
    other.isLarge = isLarge
    return other
  }
}

extension WorkReader.Column {
  /// Of a point in time that was taken from the clock counts only that there is one.
  fileprivate var comparable: String {
    guard isTime else { return name }
    return """
      CASE WHEN \(ServerClock.mayHaveGiven(name)) THEN 'clock' ELSE \(name)::pg_catalog.text END
      """
  }
}
