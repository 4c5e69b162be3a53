import ContendModel
import ContendPostgres
import ContendServerSupport
import Testing

/// Statements of the harness end, whatever they do.
struct StatementLimitTests {
  /// Runs `body` on a connection whose statements may take 200 ms.
  private func withLimit<Result: Sendable>(
    _ body: @escaping @Sendable (Connection, ServerAccess) async throws -> Result
  ) async throws -> Result {
    try await SharedServer.shared.run { access, loop in
      let connection = try await Connection.open(access.client.with("dbname", "postgres"), on: loop)
      defer { connection.close() }
      connection.limit = StatementLimit(.milliseconds(200), ender: access.administrator)
      return try await body(connection, access)
    }
  }

  @Test func `a statement that takes too long is cancelled, and the session goes on`() async throws {
    try await withLimit { connection, _ in
      let error = await connection.batch("SELECT pg_sleep(60)").error
      #expect(error?.sqlState == "57014")
      #expect(error?.message == "the statement did not end within 200 ms")
      #expect(connection.exceeded != nil)
      let next = try await connection.batch("SELECT 7").get().integer(0, 0)
      #expect(next == 7)
      #expect(connection.exceeded == nil)
    }
  }

  @Test func `a statement that swallows its cancel loses its session`() async throws {
    try await withLimit { connection, _ in
      let start = ContinuousClock.now
      let error = await connection.batch(
        """
        DO $$ BEGIN
          LOOP
            BEGIN PERFORM pg_sleep(0.1); EXCEPTION WHEN query_canceled THEN NULL; END;
          END LOOP;
        END $$
        """
      ).error
      #expect(error?.message.contains("it swallowed its cancel, so its session was ended") == true)
      #expect(start.duration(to: .now) < .seconds(4))
      #expect(!connection.isUsable)
    }
  }

  @Test func `a statement that waits for a lock names who holds it`() async throws {
    try await withLimit { connection, access in
      let other = try await Connection.open(access.client.with("dbname", "postgres"), on: connection.loop)
      defer { other.close() }
      try await other.batch("SET application_name = 'somebody'; BEGIN; SELECT pg_advisory_xact_lock(4711)")
        .get()
      let error = await connection.batch("SELECT pg_advisory_lock(4711)").error
      #expect(
        error?.message.contains(
          "waited for a lock of backend \(other.backend) (\(access.clientRole), somebody, idle in transaction)"
        )
          == true, "\(String(describing: error))")
    }
  }

  @Test func `the answer in a pipeline says so too, after those that came in time`() async throws {
    try await withLimit { connection, _ in
      let answers = await connection.pipeline([
        Request(sql: "SELECT 1", preparedAs: 1), Request(sql: "SELECT pg_sleep(60)", preparedAs: 2),
      ])
      let first = try answers.first?.get().integer(0, 0)
      #expect(first == 1)
      #expect(answers.last?.error?.message.contains("did not end within 200 ms") == true)
    }
  }

  @Test func `a reset that waits for somebody's lock ends, and says whose`() async throws {
    try await SharedServer.shared.run { access, loop in
      let database = try await Database.create(
        named: "contend_unending", token: "unending", access: access,
        limit: StatementLimit(.milliseconds(200), ender: access.administrator), on: loop)
      let client = try await Connection.open(database.clientSettings(isolation: nil), on: loop)
      defer {
        client.close()
        database.close()
      }
      try await client.batch("CREATE TABLE t (n int); INSERT INTO t VALUES (1)").get()
      try await database.keepAsSeed()
      try await client.batch("BEGIN; LOCK TABLE t").get()
      let unending = try await #require(throws: UnendingReset.self) { try await database.reset() }
      #expect(unending.isBlocked)
      #expect(unending.description.contains("it waited for a lock of backend \(client.backend)"))
      try await client.batch("ROLLBACK").get()
      try await database.reset()
    }
  }
}
