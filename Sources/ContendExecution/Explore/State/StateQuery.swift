import ContendPostgres

/// One query for what the tables hold at a run's end.
///
/// Tables that hold nothing of the server's own making come as a digest over all their columns; so do
/// large ones, without the columns that do. Of the others every row comes as it is, each field as text.
struct StateQuery {
  /// What the first field of a row says that the others are.
  enum Part {
    static let facts = -1
    static let sequence = -2
  }

  let sql: String
  /// The tables that come row by row, by the number in the first field.
  let tables: [(name: String, columns: [StateCatalog.Column])]
  let sequences: [StateCatalog.Sequence]

  init(_ catalog: StateCatalog, _ draws: ServerDraws, _ families: IdFamilies) {
    guard !draws.isNone else {
      tables = []
      sequences = []
      sql = "SELECT " + Self.joined(catalog.tables.map { Self.digest(StateCatalog.rowText, of: $0) })
      return
    }
    let holds = { (column: StateCatalog.Column) in
      !column.isComputed
        && (families.names[column.id] != nil && draws.sequences || draws.mayStand(in: column))
    }
    let drawn = catalog.tables.filter { $0.columns.contains(where: holds) }
    tables = drawn.filter(\.isSmall).map { ($0.name, $0.columns.filter { !$0.isComputed }) }
    sequences = catalog.sequences
    let plain = catalog.tables.filter { !$0.columns.contains(where: holds) }
    let digests =
      plain.map { Self.digest(StateCatalog.rowText, of: $0) }
      + drawn.filter { !$0.isSmall }.map { Self.digest(Self.lasting($0, families, draws), of: $0) }
    let width = max(4, tables.map(\.columns.count).max() ?? 0)
    let facts = [
      "extract(epoch FROM pg_catalog.clock_timestamp())",
      "pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())",
      draws.objects
        ? "(SELECT pg_catalog.string_agg(oid::pg_catalog.text, ' ') FROM pg_catalog.pg_largeobject_metadata)"
        : "NULL",
      Self.joined(digests),
    ]
    var selects = [Self.select(Part.facts, facts, width)]
    for (index, sequence) in sequences.enumerated() {
      selects.append(
        Self.select(Part.sequence, ["\(index)", "last_value", "is_called"], width) + " FROM \(sequence.name)")
    }
    for (index, table) in tables.enumerated() {
      selects.append(
        Self.select(index, table.columns.map(\.name), width) + " FROM ONLY \(table.name)")
    }
    sql = selects.joined(separator: " UNION ALL ")
  }

  private static func select(_ part: Int, _ fields: [String], _ width: Int) -> String {
    let padded = fields + Array(repeating: "NULL", count: width - fields.count)
    return "SELECT \(part), " + padded.map { "(\($0))::pg_catalog.text" }.joined(separator: ", ")
  }

  /// An array has room for as many tables as there are; a function has for a hundred arguments.
  private static func joined(_ digests: [String]) -> String {
    digests.isEmpty
      ? "''" : "pg_catalog.array_to_string(ARRAY[\(digests.joined(separator: ", "))], ' ')"
  }

  /// Of its rows as a multiset.
  private static func digest(_ row: String, of table: StateCatalog.Table) -> String {
    """
    (SELECT pg_catalog.concat( \
    pg_catalog.md5(coalesce(pg_catalog.string_agg(r, E'\\n' ORDER BY r COLLATE pg_catalog."C"), '')), \
    pg_catalog.count(*)) \
    FROM (SELECT \(row) AS r FROM ONLY \(table.name) t) q)
    """
  }

  /// A row without what the server may have drawn, where a column's default or type says so.
  private static func lasting(
    _ table: StateCatalog.Table, _ families: IdFamilies, _ draws: ServerDraws
  ) -> String {
    let columns = table.columns.filter { column in
      !column.isComputed && families.names[column.id] == nil
        && (column.defaultValue.isEmpty || !draws.mayStand(in: column))
        && !(draws.uuids && column.type == "uuid")
    }
    let values = columns.map { column in
      guard draws.clock, ["timestamp", "timestamptz"].contains(column.type) else { return column.name }
      return """
        CASE WHEN \(ServerClock.mayHaveGiven(column.name)) THEN 'clock' \
        ELSE \(column.name)::pg_catalog.text END
        """
    }
    return "ROW(\(values.joined(separator: ", ")))::pg_catalog.text"
  }
}

extension ServerDraws {
  /// Whether a column's type has room for a value of the kinds that the program may draw, ids of
  /// sequences apart.
  fileprivate func mayStand(in column: StateCatalog.Column) -> Bool {
    switch column.category {
    case "B", "E", "T", "I", "G", "V": false
    case "D": clock
    case "N": column.type != "int2" && (clock || transactions || objects)
    default: clock || uuids || digests || transactions || objects
    }
  }
}
