import ContendSQL

/// Reads what runs in a schema: its routines, and what stands behind its relations.
enum Definitions {
  static func read(on connection: Connection) async throws(SQLFailure) -> [Definition] {
    let rows = try await connection.readCatalog(sql).get()
    return (0..<rows.rowCount).map { row in
      Definition(
        rows.text(row, 0) ?? "", kind(rows.text(row, 1) ?? ""), text: rows.text(row, 2) ?? "",
        ofWrites: rows.text(row, 3) ?? "", ofInserts: rows.text(row, 4) ?? "")
    }
  }

  /// PostgreSQL's own functions that can see or change more than their arguments.
  static func stateful(on connection: Connection) async throws(SQLFailure) -> Set<String> {
    let rows = try await connection.readCatalog(statefulSQL).get()
    return Set((0..<rows.rowCount).compactMap { rows.text($0, 0) })
  }

  private static func kind(_ word: String) -> Definition.Kind {
    switch word {
    case "routine": .routine
    case "opaque": .opaqueRoutine
    case "sequence": .sequence(isCached: false)
    case "cached": .sequence(isCached: true)
    case "unnamed": .unnamed
    default: .relation
    }
  }

  private static let statefulSQL = """
    SELECT DISTINCT proname::text FROM pg_proc
     WHERE oid < 16384 AND (provolatile = 'v' OR proname ~ '_to_xml'
           OR provolatile = 's' AND proname ~ '^(txid_|has_|row_security_|inet_)')
    """

  private static let sql = [routines, sequences, relations, domains, unnamed].joined(
    separator: "\nUNION ALL\n")

  /// A function in C that PostgreSQL may call at planning time does nothing but compute.
  private static let routines = """
    SELECT p.proname::text,
           CASE WHEN p.prokind IN ('a', 'w') OR l.lanname IN ('sql', 'plpgsql') THEN 'routine' ELSE 'opaque' END,
           CASE WHEN p.prokind IN ('a', 'w')
                THEN (SELECT concat_ws(' ', a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggmtransfn, a.aggminvtransfn)
                        FROM pg_aggregate a WHERE a.aggfnoid = p.oid)
                ELSE regexp_replace(pg_get_functiondef(p.oid), '^CREATE OR REPLACE ', '') END, '', ''
      FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
     WHERE p.oid >= 16384 AND NOT (l.lanname IN ('c', 'internal') AND p.provolatile = 'i' AND p.prokind = 'f')
    """

  private static let sequences = """
    SELECT c.relname::text, CASE WHEN s.seqcache > 1 THEN 'cached' ELSE 'sequence' END, '', '', ''
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
    """

  private static let relations = """
    SELECT c.relname::text, 'relation',
           concat_ws(E'\\n',
             CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
             CASE WHEN c.relkind = 'f' THEN 'dblink' END,
             (SELECT string_agg(concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)), ' ')
                FROM pg_policy WHERE polrelid = c.oid),
             (SELECT string_agg(r.relname, ' ') FROM pg_inherits i
                JOIN pg_class r ON r.oid IN (i.inhrelid, i.inhparent) AND r.oid <> c.oid
               WHERE c.oid IN (i.inhrelid, i.inhparent)),
             (SELECT string_agg(regexp_replace(pg_get_ruledef(oid), '^CREATE RULE', ''), ' ') FROM pg_rewrite
               WHERE ev_class = c.oid AND ev_type = '1' AND c.relkind = 'r')),
           concat_ws(E'\\n',
             (SELECT string_agg(concat_ws(' ', pg_get_constraintdef(k.oid),
                       (SELECT relname FROM pg_class WHERE oid = k.conrelid AND oid <> c.oid)), ' ')
                FROM pg_constraint k WHERE c.oid IN (k.conrelid, k.confrelid)),
             (SELECT string_agg(regexp_replace(pg_get_indexdef(indexrelid), '^CREATE', ''), ' ')
                FROM pg_index WHERE indrelid = c.oid),
             (SELECT string_agg(concat_ws(' ', f.proname,
                       regexp_replace(pg_get_triggerdef(t.oid), '^.*FOR EACH (ROW|STATEMENT)|EXECUTE (FUNCTION|PROCEDURE)', '', 'g')), ' ')
                FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
               WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
             (SELECT string_agg(regexp_replace(pg_get_ruledef(oid), '^CREATE RULE', ''), ' ') FROM pg_rewrite
               WHERE ev_class = c.oid AND ev_type <> '1'),
             (SELECT string_agg(concat_ws(' ', format_type(a.atttypid, NULL),
                       CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END), ' ')
                FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)),
           concat_ws(E'\\n',
             (SELECT string_agg(pg_get_expr(d.adbin, d.adrelid), ' ') FROM pg_attrdef d WHERE d.adrelid = c.oid),
             (SELECT string_agg(s.relname, ' ') FROM pg_depend e JOIN pg_class s ON s.oid = e.objid AND s.relkind = 'S'
               WHERE e.classid = 'pg_class'::regclass AND e.refclassid = 'pg_class'::regclass
                 AND e.refobjid = c.oid AND e.deptype = 'i'))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND n.nspname <> 'pg_toast' AND \(Snapshot.ownSchemas)
    """

  private static let domains = """
    SELECT t.typname::text, 'relation',
           concat_ws(' ', format_type(t.typbasetype, NULL), t.typdefault,
             (SELECT string_agg(pg_get_constraintdef(oid), ' ') FROM pg_constraint WHERE contypid = t.oid)), '', ''
      FROM pg_type t WHERE t.typtype = 'd' AND t.oid >= 16384
    """

  /// Operators, casts, operator classes and types of the scenario's own, and triggers on events.
  private static let unnamed = """
    SELECT '', 'unnamed', coalesce(string_agg(DISTINCT p.proname::text, ' '), ''), '', ''
      FROM pg_proc p
     WHERE p.oid >= 16384
       AND (p.oid IN (SELECT oprcode FROM pg_operator WHERE pg_operator.oid >= 16384)
         OR p.oid IN (SELECT castfunc FROM pg_cast WHERE pg_cast.oid >= 16384)
         OR p.oid IN (SELECT amproc FROM pg_amproc WHERE pg_amproc.oid >= 16384)
         OR p.oid IN (SELECT unnest(ARRAY[typinput, typoutput, typreceive, typsend]) FROM pg_type
                       WHERE pg_type.oid >= 16384)
         OR p.oid IN (SELECT evtfoid FROM pg_event_trigger))
    """
}
