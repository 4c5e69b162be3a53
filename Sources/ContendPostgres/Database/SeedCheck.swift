/// What a seeded database holds, told exactly, to see that a reset brings all of it back.
///
/// Rows count as a multiset, generated columns included. Each table's line is a sum over hashes of its
/// rows, which needs no order and no memory.
struct SeedCheck {
  /// A number and a digest for each thing that has a state, by its name for people.
  typealias Contents = [String: String]

  /// Beyond this many rows a table is looked at only after the first resets.
  private static let cheapLimit = 10_000

  private let query: String
  private let cheapQuery: String
  private let kept: Contents

  /// Takes down what the database holds now.
  init(_ tables: [Snapshot.Table], _ sequences: Sequences, on connection: Connection)
    async throws(SQLFailure)
  {
    let listed = try await connection.readCatalog(Self.viewsSQL).get()
    let views = (0..<listed.rowCount).compactMap { listed.text($0, 0) }
    let cheap = tables.filter { $0.rows <= Self.cheapLimit }.map(\.name)
    let others = views.map(Self.ofView) + sequences.names.map(Self.ofSequence) + Self.ofDatabase
    query = (tables.map { Self.ofTable($0.name) } + others).joined(separator: " UNION ALL ")
    cheapQuery = (cheap.map(Self.ofTable) + others).joined(separator: " UNION ALL ")
    kept = Self.contents(try await connection.batch(query).get())
  }

  /// Throws `InexactReset` if the database does not hold what it held when this was made.
  func compare(thorough: Bool, on connection: Connection) async throws {
    let now = Self.contents(try await connection.batch(thorough ? query : cheapQuery).get())
    let different = now.filter { kept[$0.key] != $0.value }.keys.sorted()
    if !different.isEmpty { throw InexactReset(different: different) }
  }

  /// Which of a database's resets are looked at: the first ones fail if any does, later ones now and then.
  /// A round of stress begins with its reset, so that the second is the first after the program ran.
  static func isDue(after resets: Int) -> Bool {
    isThorough(after: resets) || [10, 100].contains(resets) || resets.isMultiple(of: 1000)
  }

  static func isThorough(after resets: Int) -> Bool { resets <= 2 }

  private static func contents(_ rows: ResultSet) -> Contents {
    let lines = (0..<rows.rowCount).map { (rows.text($0, 0) ?? "", rows.text($0, 1) ?? "") }
    return Dictionary(lines) { $0 + $1 }
  }

  /// Numbers rows and adds up their hashes.
  private static func digest(_ row: String) -> String {
    """
    pg_catalog.concat(pg_catalog.count(*), ' ',
      coalesce(pg_catalog.sum(pg_catalog.hashtextextended(\(row) COLLATE pg_catalog."C", 0)), 0))
    """
  }

  private static func ofTable(_ name: String) -> String {
    "SELECT \(literal("table \(name)")), \(digest(StateCatalog.rowText)) FROM ONLY \(name) t"
  }

  private static func ofView(_ name: String) -> String {
    "SELECT \(literal("materialized view \(name)")), \(digest(StateCatalog.rowText)) FROM \(name) t"
  }

  private static func ofSequence(_ name: String) -> String {
    "SELECT \(literal("sequence \(name)")), pg_catalog.concat(last_value, ' ', is_called) FROM \(name)"
  }

  /// The large objects that the session may read, and what relations there are.
  private static let ofDatabase = [
    """
    SELECT 'large objects', \(digest("pg_catalog.format('%s %s', oid, pg_catalog.md5(pg_catalog.lo_get(oid)))"))
      FROM pg_catalog.pg_largeobject_metadata
     WHERE pg_catalog.pg_has_role(lomowner, 'USAGE')
    """,
    """
    SELECT 'list of tables', \(digest("pg_catalog.format('%s %s', c.oid, c.relname)"))
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
       AND n.nspname !~ '^pg_' AND \(Snapshot.ownSchemas)
    """,
  ]

  private static let viewsSQL = """
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'm' AND c.relispopulated AND \(Snapshot.ownSchemas)
    """
}

/// A reset did not bring back the state that every round and every schedule must begin with, so that
/// nothing they show can be relied on.
package struct InexactReset: Error, Hashable, CustomStringConvertible {
  /// `table "public.t"`, `sequence …`, as the server names them.
  package var different: [String]

  package init(different: [String]) { self.different = different }

  package var description: String {
    """
    the reset did not bring back what \\setup had made: \(different.joined(separator: ", "))
      hint: something changes it behind the program's back: a job, an extension or a function that makes \
    and drops objects; take that out of the scenario, or let a statement of the program create, alter or \
    refresh something itself, for then everything is made anew each time
    """
  }
}
