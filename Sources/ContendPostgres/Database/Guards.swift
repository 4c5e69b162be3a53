/// What has to be switched off in tables while their rows are put back, and how it is switched on again.
///
/// A superuser switches most of it off for its session, but for what is to fire always or in replicas; a
/// table's owner can do so only by changing the table. Both only where there is something to switch.
struct Guards {
  var off: [String] = []
  var on: [String] = []

  var isEmpty: Bool { off.isEmpty }

  mutating func add(off first: String, on second: String) {
    off.append(first)
    on.append(second)
  }

  /// Triggers and rules that fire in the session, and row security that binds it.
  ///
  /// - Parameter bypassesTriggers: the session's `session_replication_role` is `replica`.
  static func read(
    on connection: Connection, bypassesTriggers: Bool
  ) async throws(SQLFailure) -> Guards {
    let rows = try await connection.readCatalog(sql(firing: bypassesTriggers ? "'A', 'R'" : "'O', 'A'")).get()
    var guards = Guards()
    for row in 0..<rows.rowCount {
      let table = "ALTER TABLE ONLY \(rows.text(row, 0) ?? "") "
      guards.add(off: table + (rows.text(row, 1) ?? ""), on: table + (rows.text(row, 2) ?? ""))
    }
    return guards
  }

  /// - Parameter states: those of `tgenabled` and `ev_enabled` in which something fires.
  private static func sql(firing states: String) -> String {
    """
    SELECT format('%I.%I', n.nspname, c.relname), switch.off, switch.on
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL (
       SELECT format('DISABLE TRIGGER %I', tgname) AS off,
              format('ENABLE %s TRIGGER %I',
                     CASE tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' END, tgname) AS on
         FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled IN (\(states))
       UNION ALL
       SELECT format('DISABLE RULE %I', rulename),
              format('ENABLE %s RULE %I',
                     CASE ev_enabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' END, rulename)
         FROM pg_rewrite WHERE ev_class = c.oid AND ev_enabled IN (\(states))
       UNION ALL
       SELECT 'NO FORCE ROW LEVEL SECURITY', 'FORCE ROW LEVEL SECURITY'
        WHERE c.relforcerowsecurity
          AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
     ) AS switch
     WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND \(Snapshot.ownSchemas)
    """
  }
}
