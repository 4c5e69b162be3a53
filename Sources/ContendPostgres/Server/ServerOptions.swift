/// How to run the embedded server.
package struct ServerOptions: Sendable {
  /// `--pg-bin`
  package var folder: String?
  /// `--pg-version`
  package var majorVersion: Int?
  /// `--run-as`
  package var user: String?
  /// `--durable`: flush to disk as in production.
  package var isDurable = false
  package var maxConnections = 100

  package init() {}

  /// Settings that neutralise what would make two runs differ.
  private static let calm = [
    ("autovacuum", "off"), ("jit", "off"), ("max_parallel_workers_per_gather", "0"),
    ("synchronize_seqscans", "off"), ("timezone", "UTC"), ("log_timezone", "UTC"),
  ]

  /// Settings that trade safety, which a throwaway server does not need, for speed.
  private static let fast = [("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")]

  /// A client that waits longer looks whether it waits in a circle: PostgreSQL's own second would be most of
  /// what a round with a deadlock takes.
  private static let deadlockTimeout = ("deadlock_timeout", "50ms")

  /// Settings that change how wide race windows are; every report prints them.
  package var reported: [(name: String, value: String)] {
    (isDurable ? [] : Self.fast).map { ($0.0, $0.1) }
      + [Self.deadlockTimeout, ("autovacuum", "off"), ("jit", "off")]
  }

  /// The arguments of `postgres`.
  var arguments: [String] {
    let settings =
      Self.calm + (isDurable ? [] : Self.fast) + [
        ("listen_addresses", ""), ("max_connections", String(maxConnections)),
        Self.deadlockTimeout, ("client_connection_check_interval", "500ms"),
        ("wal_level", "minimal"), ("max_wal_senders", "0"), ("shared_buffers", "128MB"),
        ("log_min_messages", "error"), ("unix_socket_permissions", "0700"),
        // In the server's own directory, with which it goes whatever becomes of the server.
        ("dynamic_shared_memory_type", "mmap"),
      ]
    return settings.flatMap { ["-c", "\($0.0)=\($0.1)"] }
  }
}
