/// The sequences of a database, identity columns' included, each with where it stands.
///
/// Read from the sequences themselves: `pg_sequences` is silent about one that nobody has used yet,
/// although the set-up may have moved it.
struct Sequences {
  /// Puts every sequence back where it stood; nil if there are none.
  let restoring: String?
  /// Quoted and with their schemas.
  let names: [String]

  init() {
    restoring = nil
    names = []
  }

  private init(_ names: [String], restoring calls: [String]) {
    self.names = names
    restoring = calls.isEmpty ? nil : "SELECT " + calls.joined(separator: ", ")
  }

  static func read(on connection: Connection) async throws(SQLFailure) -> Sequences {
    let listed = try await connection.readCatalog(namesSQL).get()
    let names = (0..<listed.rowCount).compactMap { listed.text($0, 0) }
    guard !names.isEmpty else { return Sequences() }
    let states = names.map { name in
      "SELECT format('pg_catalog.setval(%L, %s, %L)', \(literal(name)), last_value, is_called) FROM \(name)"
    }
    let calls = try await connection.readCatalog(states.joined(separator: " UNION ALL ")).get()
    return Sequences(names, restoring: (0..<calls.rowCount).compactMap { calls.text($0, 0) })
  }

  /// Without those of temporary tables, which only their own session can see.
  private static let namesSQL = """
    SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND \(Snapshot.ownSchemas)
     ORDER BY c.oid
    """
}
