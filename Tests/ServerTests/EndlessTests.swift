import ContendCommandSupport
import Foundation
import Testing

extension UserServerTests {
  struct Endless {
    @Test(arguments: EndlessScenario.inTurns(["stress", "explore"]))
    func `a signal ends a run within two seconds in a phase that has no end`(
      phase: EndlessScenario, command: String
    ) async throws {
      let server = try await PasswordServer.shared.value
      let file = try phase.write(swallows: true)
      defer { try? FileManager.default.removeItem(atPath: file) }
      let run = try Contend.start([command, file, "--variant", "buggy", "-q", "--database", server.url()])
      #expect(try await eventually { try !server.leftovers().isEmpty })
      try await Task.sleep(for: .seconds(1))
      let start = ContinuousClock.now
      run.send(SIGTERM)
      #expect(run.finish().exitCode == 143)
      #expect(start.duration(to: .now) < .seconds(2))
      #expect(try server.leftovers() == [])
    }

    @Test func `a reset that somebody's lock holds up ends, and says whose lock it is`() async throws {
      let server = try await PasswordServer.shared.value
      let run = try Contend.start(
        ["stress", "lost-update", "--clients", "2", "--rounds", "100000", "--step-timeout", "1s", "-q"]
          + ["--database", server.url()])
      var database: String?
      #expect(
        try await eventually {
          database = try server.psql("SELECT datname FROM pg_stat_activity WHERE query LIKE 'UPDATE inv%'")
            .split(separator: "\n").first.map(String.init)
          return database != nil
        })
      let url = server.url("app", try #require(database))
      let stranger = try Command(["/usr/bin/env", "psql", "-XAtq", url])
      stranger.endInput(
        "SET application_name = 'stranger'; BEGIN; LOCK TABLE inventory; SELECT pg_sleep(60);")
      let result = run.finish()
      #expect(result.exitCode == 69, "\(result.all)")
      #expect(result.all.contains("(app, stranger, active)"), "\(result.all)")
      #expect(try server.leftovers() == [])
    }
  }
}
