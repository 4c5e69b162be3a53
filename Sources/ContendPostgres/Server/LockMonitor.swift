import ContendModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sees which backends wait for which, and holds waiting ones, on a connection of its own.
///
/// Blocked is observed, never guessed: `pg_blocking_pids` for all backends in one query, so that who
/// waits and whether they wait in a circle come from the same answer. `pg_stat_activity` is no
/// substitute, its wait events are stale after a COMMIT.
package final class LockMonitor {
  private let connection: Connection
  /// Whether this process may stop and continue the server's backends.
  package let canHold: Bool
  /// Called with the backends that are about to be ended.
  package var onTermination: (([Int32]) -> Void)?

  package init(
    _ settings: ConnectionSettings, canHold: Bool, limit: StatementLimit? = nil, on loop: EventLoop
  ) async throws(SQLFailure) {
    connection = try await Connection.open(settings, on: loop)
    connection.limit = limit
    self.canHold = canHold
  }

  package func close() { connection.close() }

  /// The process at the other end of its connection.
  package var backend: Int32 { connection.backend }

  /// For each of these backends that waits for a lock, the backends it waits for.
  package func blockers(of backends: [Int32]) async throws(SQLFailure) -> [Int32: [Int32]] {
    let request = Request(
      sql: "SELECT p, pg_catalog.pg_blocking_pids(p) FROM pg_catalog.unnest($1::int[]) p",
      parameters: [.array(backends.map { .integer(Int64($0)) })], preparedAs: 0)
    let rows = try await connection.execute(request).get()
    var blockers: [Int32: [Int32]] = [:]
    for row in 0..<rows.rowCount {
      guard let pid = rows.integer(row, 0), case .array(let list) = rows.value(row, 1), !list.isEmpty else {
        continue
      }
      let pids = list.compactMap { if case .integer(let pid) = $0 { Int32(pid) } else { nil } }
      blockers[Int32(pid)] = others(pids)
    }
    return blockers
  }

  /// Without itself: what it holds are its own looks at the catalog, which are over with their answer.
  ///
  /// Nil where nobody else is left: the lock will be granted in a moment.
  func others(_ backends: [Int32]) -> [Int32]? {
    let others = backends.filter { $0 != backend }
    return others.isEmpty ? nil : others
  }

  /// What a backend holds or asks for: relations by OID with the lock's mode, advisory keys.
  package func locks(of backend: Int32) async throws(SQLFailure) -> [HeldLock] {
    let request = Request(
      sql: """
        SELECT locktype, relation, mode, classid::int8 << 32 | objid::int8 FROM pg_locks
         WHERE pid = $1 AND locktype IN ('relation', 'advisory')
           AND (relation IS NULL OR relation >= 16384) AND fastpath IS NOT NULL
        """,
      parameters: [.integer(Int64(backend))], preparedAs: 1)
    let rows = try await connection.execute(request).get()
    return (0..<rows.rowCount).map { row in
      HeldLock(
        relation: rows.integer(row, 1).map { UInt32($0) }, advisoryKey: rows.integer(row, 3) ?? 0,
        mode: rows.text(row, 2) ?? "")
    }
  }

  /// Who somebody else's backend is, for a message.
  package func describe(_ backend: Int32) async -> String {
    let request = Request(
      sql:
        "SELECT coalesce(usename, backend_type), application_name, state, left(query, 80) FROM pg_stat_activity WHERE pid = $1",
      parameters: [.integer(Int64(backend))], preparedAs: 2)
    guard case .success(let rows) = await connection.execute(request), rows.rowCount == 1 else {
      return "backend \(backend)"
    }
    let parts = (0..<rows.columnCount).compactMap { rows.text(0, $0) }.filter { !$0.isEmpty }
    return "backend \(backend) (\(parts.joined(separator: ", ")))"
  }

  /// Somebody who holds a lock in this database and is none of these backends.
  package func stranger(besides backends: [Int32]) async -> String {
    let request = Request(
      sql: """
        SELECT pid FROM pg_locks
         WHERE granted AND relation >= 16384 AND pid <> ALL ($1::int[]) AND pid <> pg_backend_pid()
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         ORDER BY mode = 'AccessShareLock', pid LIMIT 1
        """,
      parameters: [.array(backends.map { .integer(Int64($0)) })], preparedAs: 3)
    guard case .success(let rows) = await connection.execute(request), rows.rowCount == 1,
      let pid = rows.integer(0, 0)
    else {
      return "a backend that has gone meanwhile"
    }
    return await describe(Int32(pid))
  }

  package func cancel(_ backend: Int32) async {
    _ = await connection.execute(Request(sql: "SELECT pg_cancel_backend(\(backend))"))
  }

  /// Ends these backends and returns when they are gone, with all that they had locked.
  package func terminate(_ backends: [Int32]) async throws(SQLFailure) {
    onTermination?(backends)
    for backend in backends { release(backend) }
    let list: [Value] = [.array(backends.map { .integer(Int64($0)) })]
    let end = Request(
      sql: "SELECT pg_terminate_backend(p) FROM unnest($1::int[]) p", parameters: list, preparedAs: 4)
    try await connection.execute(end).get()
    let look = Request(
      sql: "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY ($1::int[])", parameters: list,
      preparedAs: 5)
    // The statistics of a transaction are those of its beginning: each look is one of its own.
    while try await connection.execute(look).get().integer(0, 0) != 0 {
      await connection.loop.sleep(for: .microseconds(200))
    }
  }

  /// Stops a backend that is known to wait for a lock, so that a release does not let it run yet.
  ///
  /// Only while its deadlock timer is far from due: a backend that checks for deadlocks holds every
  /// partition of the lock table.
  package func hold(_ backend: Int32) { if canHold { kill(backend, SIGSTOP) } }

  package func release(_ backend: Int32) { if canHold { kill(backend, SIGCONT) } }
}

/// A row of `pg_locks` that matters to a footprint.
package struct HeldLock: Hashable, Sendable {
  /// Nil for an advisory lock.
  package var relation: UInt32?
  package var advisoryKey: Int64
  /// Such as `RowExclusiveLock`.
  package var mode: String
}
