package import ContendSQL

/// What the catalog says about the tables of a scenario, as far as footprints need it.
package struct Catalog: Sendable {
  package struct Relation: Hashable, Sendable {
    package var oid: UInt32
    package var name: String
    /// Columns of the primary key, in its order.
    package var primaryKey: [String]
    /// How the values of each of those columns are distinguished.
    package var keyKinds: [KeyKind]
    /// Columns that other unique or exclusion indexes depend on, generated columns and expressions of
    /// theirs included.
    package var otherKeyColumns: Set<String>
    /// An ordinary table without triggers, rules, row security, inheritance, foreign keys or functions
    /// of the scenario's own in its defaults, checks and indexes.
    package var isPlain: Bool
    /// Something about it is checked when the transaction ends, or may be.
    package var isDeferrable: Bool
    package var qualifiedName: String
    /// All columns of an ordinary table; empty for views and partitioned tables.
    package var columns: [String]
  }

  /// When two texts are the same value of a column.
  package enum KeyKind: String, Hashable, Sendable {
    /// When they are the same number.
    case integer
    /// When they are the same text.
    case text
    /// Nobody but the server can say.
    case other

    /// One text for each value; nil where that cannot be said.
    package func canonical(_ text: String) -> String? {
      switch self {
      case .integer: Int64(text).map(String.init)
      case .text: text
      case .other: nil
      }
    }
  }

  /// By name; tables of the same name in two schemas are left out.
  package var relations: [String: Relation] = [:]
  /// Qualified names of everything that can be locked as a relation, indexes and sequences included.
  package var names: [UInt32: String] = [:]
  /// The OIDs of sequences, by name in lower case.
  package var sequences: [String: Set<UInt32>] = [:]
  package private(set) var sequenceOIDs: Set<UInt32> = []
  /// PostgreSQL's own objects have OIDs below it.
  package static let firstOwn: UInt32 = 16_384
  /// What the names of the schema bring with them.
  package var vocabulary = Vocabulary()

  package static func read(on connection: Connection) async throws(SQLFailure) -> Catalog {
    var catalog = Catalog()
    let rows = try await connection.readCatalog(relationsSQL).get()
    var duplicates: Set<String> = []
    for row in 0..<rows.rowCount {
      let relation = Relation(rows, row)
      if catalog.relations.updateValue(relation, forKey: relation.name) != nil {
        duplicates.insert(relation.name)
      }
    }
    for name in duplicates { catalog.relations[name] = nil }
    let names = try await connection.readCatalog(namesSQL).get()
    for row in 0..<names.rowCount {
      guard let oid = names.integer(row, 0) else { continue }
      catalog.names[UInt32(oid)] = names.text(row, 1)
      if names.text(row, 2) == "S", let name = names.text(row, 3) {
        catalog.sequences[name.lowercased(), default: []].insert(UInt32(oid))
        catalog.sequenceOIDs.insert(UInt32(oid))
      }
    }
    catalog.vocabulary = Vocabulary(
      try await Definitions.read(on: connection), stateful: try await Definitions.stateful(on: connection))
    return catalog
  }

  private static let relationsSQL = """
    SELECT c.oid::int8, c.relname,
           (SELECT string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int2[], a.attnum))
              FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
             WHERE i.indrelid = c.oid AND i.indisprimary),
           (SELECT string_agg(DISTINCT a.attname, ',')
              FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND (a.attnum = ANY (i.indkey) OR 0 = ANY (i.indkey) OR i.indpred IS NOT NULL
                       OR EXISTS (SELECT FROM pg_attribute g WHERE g.attrelid = c.oid AND g.attgenerated <> '' AND g.attnum = ANY (i.indkey)))
             WHERE i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion) AND a.attnum > 0
               AND (NOT i.indisprimary OR EXISTS (SELECT FROM pg_attribute g WHERE g.attrelid = c.oid AND g.attgenerated <> '' AND g.attnum = ANY (i.indkey)))),
           c.relkind = 'r' AND NOT c.relhastriggers AND NOT c.relhasrules AND NOT c.relrowsecurity
             AND NOT c.relhassubclass AND NOT c.relispartition
             AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid)
             AND NOT EXISTS (SELECT FROM pg_depend d JOIN pg_depend f USING (classid, objid)
                              WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
                                AND f.refclassid = 'pg_proc'::regclass AND f.refobjid >= 16384),
           format('%I.%I', n.nspname, c.relname),
           (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r'),
           EXISTS (SELECT FROM pg_constraint k WHERE k.condeferrable AND c.oid IN (k.conrelid, k.confrelid))
             OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgdeferrable AND t.tgrelid = c.oid),
           (SELECT string_agg(CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) THEN 'integer'
                                   WHEN a.atttypid IN ('text'::regtype, 'varchar'::regtype) AND l.collisdeterministic THEN 'text'
                                   ELSE 'other' END, ',' ORDER BY array_position(i.indkey::int2[], a.attnum))
              FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
              LEFT JOIN pg_collation l ON l.oid = a.attcollation
             WHERE i.indrelid = c.oid AND i.indisprimary)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname <> 'pg_toast' AND \(Snapshot.ownSchemas)
       AND c.relpersistence <> 't'
    """

  private static let namesSQL = """
    SELECT oid::int8, oid::regclass::text, relkind, relname FROM pg_class WHERE oid >= 16384
    """
}

extension Catalog.Relation {
  fileprivate init(_ rows: ResultSet, _ row: Int) {
    func list(_ column: Int) -> [String] {
      rows.text(row, column)?.split(separator: ",").map(String.init) ?? []
    }
    oid = rows.integer(row, 0).map { UInt32($0) } ?? 0
    name = rows.text(row, 1) ?? ""
    primaryKey = list(2)
    otherKeyColumns = Set(list(3))
    isPlain = rows.text(row, 4) == "t"
    qualifiedName = rows.text(row, 5) ?? ""
    columns = list(6)
    isDeferrable = rows.text(row, 7) == "t"
    keyKinds = list(8).map { Catalog.KeyKind(rawValue: $0) ?? .other }
  }
}
