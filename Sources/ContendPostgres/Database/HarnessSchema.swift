import ContendModel

/// The schema in which the harness keeps what is its own in a scenario's database: its mark and the seed.
///
/// It is named after its database, whose name a run draws at random. So no role has that name, and `"$user"`
/// in a search path never leads a scenario's tables into it.
enum HarnessSchema {
  private static let prefix = "contend:"

  /// Quoted.
  static func identifier(in database: String) -> String { quoted(prefix + database) }

  /// Its name in the session's database, as SQL; cut off where a name would be.
  static let nameSQL =
    "pg_catalog.concat('\(prefix)', pg_catalog.current_database())::pg_catalog.name"

  /// Makes it, and marks it with the run's token.
  static func createSQL(in database: String, token: String) -> String {
    let schema = identifier(in: database)
    return """
      CREATE SCHEMA \(schema);
      COMMENT ON SCHEMA \(schema) IS \(literal(OwnDatabases.comment(token)))
      """
  }

  /// What its mark says, in a row; no row where the database's owner has no such schema.
  static let markSQL = """
    SELECT obj_description(n.oid, 'pg_namespace') FROM pg_namespace n JOIN pg_database d ON d.datdba = n.nspowner
     WHERE n.nspname = \(nameSQL) AND d.datname = current_database()
    """
}

/// A text in single quotes.
func literal(_ text: String) -> String { Value.string(text).sqlLiteral }

/// A name of ours in double quotes.
func quoted(_ name: String) -> String { Value.string(name).sqlIdentifier ?? "" }
