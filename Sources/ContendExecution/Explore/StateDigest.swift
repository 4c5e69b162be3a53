import ContendPostgres

/// One query that says whether two databases hold the same: a digest over the rows of every table.
///
/// Rows count as a multiset. Columns that the server fills from a sequence or a clock are left out,
/// for an aborted peer's gap in a sequence is no anomaly.
struct StateDigest {
  let sql: String

  init(_ catalog: Catalog) {
    let tables = catalog.relations.values.filter { !$0.columns.isEmpty }.sorted { $0.oid < $1.oid }
    let parts = tables.map { table in
      let columns = table.columns.filter { !table.generatedColumns.contains($0) }
      let row = columns.isEmpty ? "''" : "ROW(\(columns.map(quoted).joined(separator: ", ")))::text"
      return
        "(SELECT md5(coalesce(string_agg(r, E'\\n' ORDER BY r), '')) || count(*) FROM (SELECT \(row) AS r FROM \(table.qualifiedName)) t)"
    }
    sql = parts.isEmpty ? "SELECT ''" : "SELECT " + parts.joined(separator: " || ' ' || ")
  }
}

/// A name as it stands in the catalog, in double quotes.
private func quoted(_ name: String) -> String {
  "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
