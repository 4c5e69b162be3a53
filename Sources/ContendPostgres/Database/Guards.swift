/// What has to be switched off in tables while their rows are put back by a role that is no superuser,
/// and how it is switched on again.
///
/// A superuser switches all of it off for its session; a table's owner can do so only by changing the
/// table, and only where there is something to switch.
struct Guards {
  var off: [String] = []
  var on: [String] = []

  var isEmpty: Bool { off.isEmpty }

  mutating func add(off first: String, on second: String) {
    off.append(first)
    on.append(second)
  }

  /// Triggers and rules that fire for ordinary sessions, and row security that binds the owner too.
  static func read(on connection: Connection) async throws(SQLFailure) -> Guards {
    let rows = try await connection.batch(sql).get()
    var guards = Guards()
    for row in 0..<rows.rowCount {
      let table = "ALTER TABLE ONLY \(rows.text(row, 0) ?? "") "
      guards.add(off: table + (rows.text(row, 1) ?? ""), on: table + (rows.text(row, 2) ?? ""))
    }
    return guards
  }

  private static let sql = """
    SELECT format('%I.%I', n.nspname, c.relname), switch.off, switch.on
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL (
       SELECT format('DISABLE TRIGGER %I', tgname) AS off,
              format('ENABLE %s TRIGGER %I', CASE tgenabled WHEN 'A' THEN 'ALWAYS' END, tgname) AS on
         FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled IN ('O', 'A')
       UNION ALL
       SELECT format('DISABLE RULE %I', rulename),
              format('ENABLE %s RULE %I', CASE ev_enabled WHEN 'A' THEN 'ALWAYS' END, rulename)
         FROM pg_rewrite WHERE ev_class = c.oid AND ev_enabled IN ('O', 'A')
       UNION ALL
       SELECT 'NO FORCE ROW LEVEL SECURITY', 'FORCE ROW LEVEL SECURITY' WHERE c.relforcerowsecurity
     ) AS switch
     WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND \(Snapshot.ownSchemas)
    """
}
