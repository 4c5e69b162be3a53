import ContendModel
import ContendPostgres

/// Reads what the tables hold row by row and by name: for a person who is to see in what two runs differ,
/// where `StateReader` only has to tell that they do.
struct RowReader {
  fileprivate struct Table {
    var shown: String
    var sql: String
    var columns: [String]
    var families: [String?]
    var key: [Int]
  }

  private let tables: [Table]

  /// Tables with more rows are left out: nobody would read them.
  private static let mostRows = 2000

  static func make(on connection: Connection) async throws(SQLFailure) -> RowReader {
    let catalog = try await StateCatalog.read(on: connection, inDetail: true)
    let found = try await connection.readCatalog(keysSQL).get()
    let keys = Set((0..<found.rowCount).compactMap { found.text($0, 0) })
    let families = IdFamilies(catalog)
    return RowReader(tables: catalog.tables.map { Table($0, keys, families) })
  }

  func read(on connection: Connection) async throws(SQLFailure) -> [TableRows] {
    var contents: [TableRows] = []
    for table in tables {
      let rows = try await connection.batch(table.sql + " LIMIT \(Self.mostRows + 1)").get()
      guard rows.rowCount <= Self.mostRows else { continue }
      let cells = (0..<rows.rowCount).map { row in
        table.families.enumerated().map { DrawnState.Cell(rows.text(row, $0), family: $1) }
      }
      contents.append(TableRows(table: table.shown, columns: table.columns, key: table.key, rows: cells))
    }
    return contents
  }

  /// The columns of primary keys, as `StateCatalog.Column.id`.
  private static let keysSQL = """
    SELECT indrelid || '.' || unnest(indkey::int2[]) FROM pg_index WHERE indisprimary AND indrelid >= 16384
    """
}

extension RowReader.Table {
  fileprivate init(_ table: StateCatalog.Table, _ keys: Set<String>, _ families: IdFamilies) {
    let isPublic = table.name.hasPrefix("public.")
    shown = isPublic ? String(table.name.dropFirst("public.".count)) : table.name
    columns = table.columns.map(\.name)
    self.families = table.columns.map { families.names[$0.id] }
    key = table.columns.indices.filter { keys.contains(table.columns[$0].id) }
    let fields = columns.isEmpty ? "NULL" : columns.map { "(\($0))::pg_catalog.text" }.joined(separator: ", ")
    sql = "SELECT \(fields) FROM ONLY \(table.name)"
  }
}
