/// The tables and sequences whose contents are a database's state, as the catalog describes them.
package struct StateCatalog: Sendable {
  package struct Column: Sendable {
    /// Quoted.
    package var name: String
    /// `pg_type.typcategory` of the column's type; of a domain, of what it is based on.
    package var category: String
    package var type: String
    /// It follows from the other columns of its row.
    package var isComputed: Bool
    /// What fills it unless a statement does; empty if nothing does.
    package var defaultValue: String
    /// Sequences that it owns or that its default calls, by `Sequence.name`.
    package var sequences: [String]
    /// Columns it refers to by a foreign key or inherits from, as `ColumnID`.
    package var links: [String]
    /// Table and number, within this database.
    package var id: String
  }

  package struct Table: Sendable {
    /// Quoted and with its schema.
    package var name: String
    package var columns: [Column]
    /// It held few rows when it was looked at.
    package var isSmall: Bool
  }

  package struct Sequence: Sendable {
    package var name: String
    package var increment: Int64
    /// A session takes several numbers at once, or they begin anew.
    package var isErratic: Bool
  }

  /// A row of `t` as text, as SQL. Of a row that has its table's type, the table's owner could define a cast.
  package static let rowText = "ROW(t.*)::pg_catalog.text"

  /// Where a scenario's relations are; `n` is `pg_namespace`, in a query that reads catalogs alone.
  package static let scenarioSchemas = "n.nspname !~ '^pg_' AND \(Snapshot.ownSchemas)"

  package var tables: [Table] = []
  package var sequences: [Sequence] = []

  package init() {}

  /// Up to so many rows of a table are worth being fetched after each run.
  private static let smallLimit = 2000

  /// - Parameter inDetail: otherwise the tables' names alone.
  package static func read(
    on connection: Connection, inDetail: Bool
  ) async throws(SQLFailure) -> StateCatalog {
    var catalog = StateCatalog()
    guard inDetail else {
      let names = try await connection.readCatalog(namesSQL).get()
      catalog.tables = (0..<names.rowCount).map { row in
        Table(name: names.text(row, 0) ?? "", columns: [], isSmall: true)
      }
      return catalog
    }
    let columns = try await connection.readCatalog(columnsSQL).get()
    for row in 0..<columns.rowCount {
      let name = columns.text(row, 0) ?? ""
      if catalog.tables.last?.name != name {
        catalog.tables.append(Table(name: name, columns: [], isSmall: true))
      }
      guard columns.text(row, 1) != nil else { continue }
      catalog.tables[catalog.tables.count - 1].columns.append(Column(columns, row))
    }
    let sequences = try await connection.readCatalog(sequencesSQL).get()
    catalog.sequences = (0..<sequences.rowCount).map { row in
      Sequence(
        name: sequences.text(row, 0) ?? "", increment: sequences.integer(row, 1) ?? 1,
        isErratic: sequences.text(row, 2) == "t")
    }
    return catalog
  }

  /// Looks how many rows the tables have.
  package mutating func measure(on connection: Connection) async throws(SQLFailure) {
    guard !tables.isEmpty else { return }
    let counts = tables.map { table in
      "(SELECT pg_catalog.count(*) FROM (SELECT FROM ONLY \(table.name) LIMIT \(Self.smallLimit + 1)) t)"
    }
    let row = try await connection.batch("SELECT \(counts.joined(separator: ", "))").get()
    for index in tables.indices { tables[index].isSmall = (row.integer(0, index) ?? 0) <= Self.smallLimit }
  }

  private static let namesSQL = """
    SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND \(Snapshot.ownSchemas)
     ORDER BY c.oid
    """

  private static let columnsSQL = """
    SELECT format('%I.%I', n.nspname, c.relname), quote_ident(a.attname), b.typcategory, b.typname,
           a.attgenerated <> '', pg_get_expr(d.adbin, d.adrelid), c.oid || '.' || a.attnum,
           (SELECT string_agg(format('%I.%I', sn.nspname, s.relname), ',')
              FROM (SELECT p.objid AS oid FROM pg_depend p
                     WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid AND p.refobjsubid = a.attnum
                       AND p.classid = 'pg_class'::regclass
                     UNION
                    SELECT p.refobjid FROM pg_depend p
                     WHERE p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
                       AND p.refclassid = 'pg_class'::regclass) q
              JOIN pg_class s ON s.oid = q.oid AND s.relkind = 'S'
              JOIN pg_namespace sn ON sn.oid = s.relnamespace),
           (SELECT string_agg(k.confrelid || '.' || k.confkey[i], ',')
              FROM pg_constraint k, generate_subscripts(k.conkey, 1) i
             WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.conkey[i] = a.attnum),
           (SELECT string_agg(h.inhparent || '.' || pa.attnum, ',')
              FROM pg_inherits h JOIN pg_attribute pa ON pa.attrelid = h.inhparent AND pa.attname = a.attname
             WHERE h.inhrelid = c.oid)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND \(Snapshot.ownSchemas)
     ORDER BY c.oid, a.attnum
    """

  private static let sequencesSQL = """
    SELECT format('%I.%I', n.nspname, c.relname), s.seqincrement, s.seqcache > 1 OR s.seqcycle
      FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relpersistence <> 't' AND \(Snapshot.ownSchemas)
     ORDER BY c.oid
    """
}

extension StateCatalog.Column {
  fileprivate init(_ rows: ResultSet, _ row: Int) {
    func list(_ column: Int) -> [String] {
      rows.text(row, column)?.split(separator: ",").map(String.init) ?? []
    }
    name = rows.text(row, 1) ?? ""
    category = rows.text(row, 2) ?? ""
    type = rows.text(row, 3) ?? ""
    isComputed = rows.text(row, 4) == "t"
    defaultValue = rows.text(row, 5) ?? ""
    id = rows.text(row, 6) ?? ""
    sequences = list(7)
    links = list(8) + list(9)
  }
}
