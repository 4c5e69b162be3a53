import ContendModel
import ContendPostgres
import ContendServerSupport
import Testing

@testable import ContendExecution

struct ClientSessionsTests {
  /// PostgreSQL counts a session until its process has ended, a moment after the client has closed it.
  @Test func `a session takes the place of one that was closed a moment ago`() async throws {
    try await SharedServer.shared.run { access, loop in
      let database = try await Database.create(
        named: "contend_narrow", token: "test", access: access, on: loop)
      defer { database.close() }
      let owner = try await Connection.open(access.keeper.with("dbname", "postgres"), on: loop)
      defer { owner.close() }
      let inUse = try await owner.batch(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = 'contend_narrow'"
      ).get().integer(0, 0)
      let room = try #require(inUse) + 1
      try await owner.batch("ALTER DATABASE contend_narrow CONNECTION LIMIT \(room)").get()
      let sessions = ClientSessions(database.clientSettings(isolation: nil), on: loop)
      for _ in 1...50 {
        let session = try await sessions.open()
        #expect(try await session.batch("SELECT 1").get().integer(0, 0) == 1)
        session.close()
      }
      let only = try await sessions.open()
      defer { only.close() }
      let start = ContinuousClock.now
      await #expect(throws: SQLFailure.self) { try await sessions.open() }
      #expect(start.duration(to: .now) < .seconds(10))
    }
  }
}
