import ContendPostgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts the embedded server of a command.
enum EmbeddedServer {
  /// Forgets libpq's own variables first: `PGHOSTADDR` or `PGPASSWORD` of the user's are meant for
  /// another server, and libpq would apply them to ours, in child processes too.
  static func start(
    _ options: RunOptions, connections: Int, on loop: EventLoop
  ) async throws(ServerError) -> ManagedServer {
    for name in options.environment.keys where name.hasPrefix("PG") { unsetenv(name) }
    return try await ManagedServer.start(
      options.server.embedded(connections: connections), on: loop, environment: options.environment)
  }
}
