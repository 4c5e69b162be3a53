import ContendCommandSupport
import Foundation
import Testing

extension UserServerTests {
  struct Cleaning {
    @Test func `clean spares a living run's databases and drops them once it was killed`() async throws {
      let server = try await PasswordServer.shared.value
      let run = try Contend.start(Contend.forLong + ["--database", server.url()])
      #expect(try await eventually { try !server.leftovers().isEmpty })
      // Once the run is past its first round it surely has marked what it made.
      try await Task.sleep(for: .seconds(1))
      let spared = try Contend.run(["clean", "--database", server.url()])
      #expect(spared.output.contains("a run uses it"), "\(spared.all)")
      #expect(try !server.leftovers().isEmpty)
      run.send(SIGKILL)
      _ = run.finish()
      #expect(try !server.leftovers().isEmpty)
      let decoy = try server.dump("decoy")
      let cleaned = try await eventually {
        try Contend.run(["clean", "--database", server.url()]).output.contains("removed database contend_")
      }
      #expect(cleaned)
      #expect(try server.leftovers() == [])
      #expect(try server.dump("decoy") == decoy)
    }

    @Test func `clean drops the temporary role of a killed run, and not that of a living one`() async throws {
      let server = try await PasswordServer.shared.value
      let run = try Contend.start(
        Contend.forLong + ["--allow-superuser", "--database", server.url("admin")])
      #expect(try await eventually { try server.leftovers().count == 2 })
      try await Task.sleep(for: .seconds(1))
      let spared = try Contend.run(["clean", "--database", server.url("admin")])
      #expect(spared.output.contains("kept role contend_"), "\(spared.all)")
      run.send(SIGKILL)
      _ = run.finish()
      let cleaned = try await eventually {
        try Contend.run(["clean", "--database", server.url("admin")]).exitCode == 0
          && server.leftovers().isEmpty
      }
      #expect(cleaned)
    }

    @Test func `clean spares what only looks like ours`() async throws {
      let server = try await PasswordServer.shared.value
      let names = ["contend_aaaaaaaaaa_1", "contend_bbbbbbbbbb_1", "contend_cccccccccc_1", "contend_mine"]
      for name in names { try server.psql(role: "app", "CREATE DATABASE \(name)") }
      defer { for name in names { _ = try? server.psql(role: "app", "DROP DATABASE \(name)") } }
      // A comment without a marker, a marker without a comment, a marker of somebody else.
      try server.psql(role: "app", "COMMENT ON DATABASE contend_aaaaaaaaaa_1 IS 'contend aaaaaaaaaa'")
      func marker(_ name: String) -> String {
        "CREATE SCHEMA \"contend:\(name)\"; COMMENT ON SCHEMA \"contend:\(name)\" IS 'contend bbbbbbbbbb'"
      }
      try server.psql(role: "app", database: "contend_bbbbbbbbbb_1", marker("contend_bbbbbbbbbb_1"))
      try server.psql(role: "app", database: "contend_cccccccccc_1", marker("contend_cccccccccc_1"))
      try server.psql(role: "app", "COMMENT ON DATABASE contend_cccccccccc_1 IS 'contend cccccccccc'")
      let result = try Contend.run(["clean", "--database", server.url()])
      #expect(result.exitCode == 0)
      #expect(result.output.contains("kept database contend_aaaaaaaaaa_1"), "\(result.all)")
      #expect(result.output.contains("kept database contend_cccccccccc_1"), "\(result.all)")
      #expect(try Set(server.leftovers()) == Set(names))
    }
  }
}
