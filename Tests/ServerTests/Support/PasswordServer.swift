import ContendCommandSupport
import ContendPostgres
import Foundation

/// A PostgreSQL of its own on a port of 127.0.0.1 that wants a password: the server of a user, as the
/// tests see it. It ends with the process that started it.
final class PasswordServer: Sendable {
  static let adminPassword = "adm1n-s3cret"
  static let appPassword = "app/p@ss:w0rd"

  let port: Int
  /// Its standard input is the server's life line.
  private let process: Command

  private init(port: Int, process: Command) {
    self.port = port
    self.process = process
  }

  /// The one that the tests share, with a role `app` and a database `decoy` of it.
  static let shared = Task {
    let server = try start()
    try server.psql(role: "admin", database: "postgres", preparation)
    try server.psql(role: "app", database: "decoy", decoyContents)
    return server
  }

  /// Starts a server; a standby waits in recovery for a primary that never comes.
  static func start(isStandby: Bool = false) throws -> PasswordServer {
    let installation = try PostgresInstallation.find(
      folder: nil, major: nil, environment: ProcessInfo.processInfo.environment)
    let user = try ServerUser.choose(nil)
    let port = try FreePort.find()
    let arguments =
      ["/bin/sh", "-c", script, "password-server", installation.folder, user.owner]
      + [String(user.prefix.count)] + user.prefix
      + [isStandby ? "standby" : "primary", "-p", String(port)]
    let server = PasswordServer(
      port: port, process: try Command(arguments, environment: ["SECRET": adminPassword]))
    try server.waitUntilReady()
    return server
  }

  func stop() {
    process.endInput()
    _ = process.finish()
  }

  /// A connection URL; passwords percent-encoded.
  func url(_ role: String = "app", _ database: String = "decoy", password: String? = nil) -> String {
    let secret = password ?? (role == "admin" ? Self.adminPassword : Self.appPassword)
    func encoded(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
    return "postgresql://\(encoded(role)):\(encoded(secret))@127.0.0.1:\(port)/\(database)"
  }

  /// Runs SQL through psql and returns what it prints, a line for each row.
  @discardableResult
  func psql(role: String = "admin", database: String = "postgres", _ sql: String) throws -> String {
    let result = try Command.run(
      ["/usr/bin/env", "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", url(role, database), "-f", "-"],
      input: sql)
    guard result.exitCode == 0 else { throw CommandFailure(result) }
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What pg_dump says of a database.
  func dump(_ database: String) throws -> String {
    let result = try Command.run(["/usr/bin/env", "pg_dump", url("admin", database)])
    guard result.exitCode == 0 else { throw CommandFailure(result) }
    // From PostgreSQL 13.22 and its like on, a dump is fenced by a random word.
    return result.output.split(separator: "\n").filter { !$0.contains("restrict ") }.joined(separator: "\n")
  }

  /// Databases and roles that look like Contend's.
  func leftovers() throws -> [String] {
    try psql(
      """
      SELECT datname FROM pg_database WHERE datname LIKE 'contend%'
      UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE 'contend%'
      """
    ).split(separator: "\n").map(String.init)
  }

  private func waitUntilReady() throws {
    var lastError: any Error = CommandFailure(CommandResult())
    for _ in 0..<300 {
      do {
        try psql("SELECT 1")
        return
      } catch {
        lastError = error
        usleep(20_000)
      }
    }
    throw lastError
  }

  private static var preparation: String {
    """
    CREATE ROLE app LOGIN CREATEDB PASSWORD '\(appPassword)';
    CREATE ROLE plain LOGIN PASSWORD '\(appPassword)';
    CREATE ROLE narrow LOGIN CREATEDB CONNECTION LIMIT 5 PASSWORD '\(appPassword)';
    CREATE ROLE reader LOGIN CREATEDB IN ROLE pg_read_server_files PASSWORD '\(appPassword)';
    CREATE ROLE heir LOGIN NOINHERIT CREATEDB IN ROLE admin PASSWORD '\(appPassword)';
    CREATE DATABASE decoy OWNER app;
    """
  }

  private static let decoyContents = """
    CREATE TABLE inventory (sku text PRIMARY KEY, stock int);
    INSERT INTO inventory SELECT 'sku-' || n, n FROM generate_series(1, 200) n;
    CREATE SEQUENCE numbers;
    SELECT setval('numbers', 42);
    """

  /// Like the supervisor of embedded servers, but with TCP and passwords.
  private static let script = #"""
    set -eu
    umask 077
    bin=$1 owner=$2 words=$3
    shift 3
    prefix=
    while [ "$words" -gt 0 ]; do prefix="$prefix $1"; shift; words=$((words - 1)); done
    kind=$1
    shift
    run=$(mktemp -d /tmp/password-server.XXXXXX)
    trap 'rm -rf "$run"' EXIT
    printf '%s\n' "$SECRET" >"$run/password"
    if [ -n "$owner" ]; then chown -R "$owner" "$run"; fi
    $prefix "$bin/initdb" -D "$run/data" -U admin -A scram-sha-256 --pwfile="$run/password" -E UTF8 \
      --locale=C --no-sync >"$run/log" 2>&1 </dev/null
    if [ "$kind" = standby ]; then : >"$run/data/standby.signal"; fi
    exec 3<&0
    $prefix "$bin/postgres" -D "$run/data" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
      -c fsync=off -c max_connections=100 "$@" >>"$run/log" 2>&1 </dev/null 3<&- &
    pid=$!
    ( while read -r _; do :; done; kill -QUIT "$pid" ) <&3 >/dev/null 2>&1 &
    wait "$pid" || :
    """#
}
