import ContendPostgres

/// One query that says whether two databases hold the same: a digest over the rows of every table.
///
/// Rows count as a multiset. Columns that the server fills from a sequence or a clock are left out,
/// for an aborted peer's gap in a sequence is no anomaly. Of a point in time that a statement took from the
/// clock counts only that there is one: it is near now, or finer than anybody writes.
struct StateDigest {
  let sql: String

  init(_ catalog: Catalog) {
    let tables = catalog.relations.values.filter { !$0.columns.isEmpty }.sorted { $0.oid < $1.oid }
    let parts = tables.map { table in
      let columns = table.columns.filter { !table.generatedColumns.contains($0) }
      let values = columns.map { value(of: $0, in: table) }.joined(separator: ", ")
      let row = columns.isEmpty ? "''" : "ROW(\(values))::text"
      return
        "(SELECT md5(coalesce(string_agg(r, E'\\n' ORDER BY r), '')) || count(*) FROM (SELECT \(row) AS r FROM \(table.qualifiedName)) t)"
    }
    sql = parts.isEmpty ? "SELECT ''" : "SELECT " + parts.joined(separator: " || ' ' || ")
  }
}

/// What the digest sees of a column.
private func value(of column: String, in table: Catalog.Relation) -> String {
  let name = quoted(column)
  guard table.timeColumns.contains(column) else { return name }
  return """
    CASE WHEN abs(extract(epoch FROM now()) - extract(epoch FROM \(name))) < 86400 \
    OR extract(microseconds FROM \(name))::int8 % 1000 <> 0 THEN 'clock' ELSE \(name)::text END
    """
}

/// A name as it stands in the catalog, in double quotes.
private func quoted(_ name: String) -> String {
  "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
