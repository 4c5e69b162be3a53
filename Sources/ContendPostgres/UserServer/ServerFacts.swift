/// What a server of the user's says about itself and the role that Contend logs in as.
package struct ServerFacts: Sendable, Hashable {
  /// As the server says it, without its distribution's words: `16.3`.
  package var version = ""
  /// 0 if it is no PostgreSQL at all.
  package var major = 0
  package var role = ""
  package var isInRecovery = false
  /// The role is a superuser or may become one.
  package var isSuperuser = false
  package var canCreateDatabases = false
  package var canCreateRoles = false
  /// Of the roles that reach the server's files and programs, those that the role is a member of.
  package var dangerousMemberships: [String] = []
  package var maxConnections = 0
  /// Kept for superusers and, from PostgreSQL 16, for members of `pg_use_reserved_connections`.
  package var reservedConnections = 0
  package var connectionsInUse = 0
  /// Of the role; nil is unlimited.
  package var roleConnectionLimit: Int?
  package var roleConnectionsInUse = 0

  package init() {}

  /// Asks the server; blank but for the version where it is not PostgreSQL.
  static func read(on connection: Connection) async throws(SQLFailure) -> ServerFacts {
    var facts = ServerFacts()
    let identity = try await connection.batch("SELECT version(), split_part(version(), ' ', 2)").get()
    facts.version = identity.text(0, 1) ?? ""
    guard identity.text(0, 0)?.hasPrefix("PostgreSQL ") == true else {
      facts.version = identity.text(0, 0) ?? ""
      return facts
    }
    facts.major =
      facts.version.prefix { $0.isNumber }.isEmpty
      ? 0 : Int(facts.version.prefix { $0.isNumber }) ?? 0
    let rows = try await connection.batch(factsSQL).get()
    func flag(_ column: Int) -> Bool { rows.text(0, column) == "t" }
    func number(_ column: Int) -> Int { Int(rows.text(0, column) ?? "") ?? 0 }
    facts.role = rows.text(0, 0) ?? ""
    facts.isInRecovery = flag(1)
    facts.isSuperuser = flag(2)
    facts.canCreateDatabases = flag(3)
    facts.canCreateRoles = flag(4)
    facts.dangerousMemberships = (rows.text(0, 5) ?? "").split(separator: ",").map(String.init)
    facts.maxConnections = number(6)
    facts.reservedConnections = number(7)
    facts.connectionsInUse = number(8)
    facts.roleConnectionLimit = number(9) < 0 ? nil : number(9)
    facts.roleConnectionsInUse = number(10)
    return facts
  }

  /// `pg_has_role(…, 'MEMBER')` covers what `SET ROLE` can reach; a superuser is a member of every role.
  private static let factsSQL = """
    SELECT me.rolname, pg_is_in_recovery(),
           EXISTS (SELECT FROM pg_roles r WHERE r.rolsuper AND pg_has_role(me.oid, r.oid, 'MEMBER')),
           me.rolcreatedb, me.rolcreaterole,
           (SELECT string_agg(r.rolname, ',' ORDER BY r.rolname) FROM pg_roles r
             WHERE r.rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
               AND pg_has_role(me.oid, r.oid, 'MEMBER')),
           current_setting('max_connections'),
           current_setting('superuser_reserved_connections')::int
             + coalesce(current_setting('reserved_connections', true)::int, 0),
           (SELECT sum(numbackends) FROM pg_stat_database WHERE datname IS NOT NULL),
           me.rolconnlimit,
           (SELECT count(*) FROM pg_stat_activity a WHERE a.usesysid = me.oid)
      FROM pg_roles me
     WHERE me.rolname = session_user
    """
}
