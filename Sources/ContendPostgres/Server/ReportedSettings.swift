import ContendModel

/// Settings that change race windows, as they are in the run's databases.
///
/// On a server of the user's they are read in the first database that the run makes: where the user
/// logs in, `ALTER DATABASE … SET` may have changed them.
package final class ReportedSettings: Sendable {
  private let known: Lock<[(name: String, value: String)]>

  init(_ known: [(name: String, value: String)] = []) { self.known = Lock(known) }

  var values: [(name: String, value: String)] { known.withLock { $0 } }

  /// Reads them once.
  func read(on connection: Connection) async {
    guard values.isEmpty, case .success(let rows) = await connection.readCatalog(Self.sql) else { return }
    var read = (0..<rows.rowCount).map { (rows.text($0, 0) ?? "", rows.text($0, 1) ?? "") }
    if await connection.readCatalog("SELECT pg_blocking_pids(pg_backend_pid())").error != nil {
      read.append(("pg_blocking_pids", "unavailable: results are timing-based"))
    }
    known.withLock { $0 = read.map { (name: $0.0, value: $0.1) } }
  }

  /// The limits appear only where they are set, then they end statements.
  private static let sql = """
    SELECT name, current_setting(name) FROM pg_settings
     WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'deadlock_timeout', 'autovacuum', 'jit',
                    'default_transaction_isolation')
        OR name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
                    'transaction_timeout') AND reset_val <> '0'
     ORDER BY name
    """
}
