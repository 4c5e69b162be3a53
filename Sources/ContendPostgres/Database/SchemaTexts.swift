/// The code that lies in a schema: what runs on the server without standing in any statement.
package struct SchemaTexts: Sendable {
  package struct Function: Sendable {
    package var name: String
    package var source: String
    /// A trigger or an event calls it, so nothing needs to name it.
    package var isTrigger: Bool

    package init(name: String, source: String, isTrigger: Bool) {
      self.name = name
      self.source = source
      self.isTrigger = isTrigger
    }
  }

  package var functions: [Function] = []
  /// Defaults, generated columns, checks, views, rules, policies and index expressions.
  package var expressions: [String] = []

  package init() {}

  package static func read(on connection: Connection) async throws(SQLFailure) -> SchemaTexts {
    var texts = SchemaTexts()
    let functions = try await connection.readCatalog(functionsSQL).get()
    for row in 0..<functions.rowCount {
      texts.functions.append(
        Function(
          name: functions.text(row, 0) ?? "", source: functions.text(row, 1) ?? "",
          isTrigger: functions.text(row, 2) == "t"))
    }
    let expressions = try await connection.readCatalog(expressionsSQL).get()
    texts.expressions = (0..<expressions.rowCount).compactMap { expressions.text($0, 0) }
    return texts
  }

  /// The functions that a program of these texts may come to run, whatever calls them.
  ///
  /// A name counts wherever it stands as a word, in a string too: it may be run as dynamic SQL.
  package func reachable(from program: [String]) -> [Function] {
    var words = Set((program + expressions).flatMap(\.sqlWords))
    var reached: [Function] = []
    var open = functions
    while let index = open.firstIndex(where: { $0.isTrigger || words.contains($0.name.lowercased()[...]) }) {
      let function = open.remove(at: index)
      words.formUnion(function.source.sqlWords)
      reached.append(function)
    }
    return reached
  }

  /// Functions with a source to look at; of a body that the server has parsed, its definition.
  private static let functionsSQL = """
    SELECT p.proname,
           CASE WHEN p.prosrc = '' AND p.prokind IN ('f', 'p')
                THEN regexp_replace(pg_get_functiondef(p.oid), '^CREATE OR REPLACE', '') ELSE p.prosrc END,
           p.prorettype IN ('trigger'::regtype, 'event_trigger'::regtype)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
     WHERE p.oid >= 16384 AND \(Snapshot.ownSchemas)
       AND (l.lanname NOT IN ('c', 'internal') OR p.proname = 'lo_manage')
    """

  private static let expressionsSQL = """
    SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
    UNION ALL
    SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE k.contype = 'c' AND k.oid >= 16384
    UNION ALL
    SELECT pg_get_ruledef(r.oid) FROM pg_rewrite r WHERE r.oid >= 16384
    UNION ALL
    SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indexrelid >= 16384 AND i.indexprs IS NOT NULL
    UNION ALL
    SELECT concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      FROM pg_policy p
    """
}

extension String {
  /// The words of a text in lower case, those in strings and comments included.
  package var sqlWords: [Substring] {
    lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }
  }
}
