/// The foreign keys among the tables of a snapshot, and the order they ask for.
struct ForeignKeys {
  struct Key: Hashable {
    var name: String
    /// Quoted and with their schemas.
    var table: String
    var referenced: String
    var isDeferrable: Bool
    var isDeferred: Bool

    /// Puts the check off to the end of the transaction.
    var deferring: String {
      "ALTER TABLE ONLY \(table) ALTER CONSTRAINT \(name) DEFERRABLE INITIALLY DEFERRED"
    }

    /// As it was.
    var restoring: String {
      let mode =
        !isDeferrable ? "NOT DEFERRABLE" : isDeferred ? "DEFERRABLE INITIALLY DEFERRED" : "DEFERRABLE"
      return "ALTER TABLE ONLY \(table) ALTER CONSTRAINT \(name) \(mode)"
    }
  }

  private let keys: [Key]

  init(_ keys: [Key]) { self.keys = keys }

  static func read(on connection: Connection) async throws(SQLFailure) -> ForeignKeys {
    let rows = try await connection.readCatalog(sql).get()
    return ForeignKeys(
      (0..<rows.rowCount).map { row in
        Key(
          name: rows.text(row, 0) ?? "", table: rows.text(row, 1) ?? "", referenced: rows.text(row, 2) ?? "",
          isDeferrable: rows.text(row, 3) == "t", isDeferred: rows.text(row, 4) == "t")
      })
  }

  /// The tables with every referenced one before those that refer to it, as far as there is such an
  /// order, and the keys that stand in its way: those of tables that refer to each other in a circle.
  ///
  /// A table may refer to itself: a statement checks its foreign keys when all its rows are there.
  func order(_ tables: [String]) -> (tables: [String], circular: [Key]) {
    let known = Set(tables)
    var open = keys.filter {
      $0.table != $0.referenced && known.contains($0.table) && known.contains($0.referenced)
    }
    var waiting = tables
    var ordered: [String] = []
    while !waiting.isEmpty {
      let blocked = Set(open.map(\.table))
      let free = waiting.filter { !blocked.contains($0) }
      guard !free.isEmpty else { return (ordered + waiting, open) }
      ordered += free
      let placed = Set(free)
      waiting.removeAll { placed.contains($0) }
      open.removeAll { placed.contains($0.referenced) }
    }
    return (ordered, [])
  }

  private static let sql = """
    SELECT quote_ident(k.conname), format('%I.%I', n.nspname, c.relname),
           format('%I.%I', rn.nspname, r.relname), k.condeferrable, k.condeferred
      FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
     WHERE k.contype = 'f'
     ORDER BY k.oid
    """
}
