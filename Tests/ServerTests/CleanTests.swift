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

    @Test func `clean finds what was left at any step of a database's making and of its end`() async throws {
      let server = try await PasswordServer.shared.value
      let names = (1...4).map { "contend_dddddddddd_\($0)" }
      defer { for name in names { _ = try? server.psql("DROP DATABASE IF EXISTS \(name)") } }
      for name in names { try server.psql(role: "app", "CREATE DATABASE \(name)") }
      // The first without a comment, the second without a schema, the third dropped by half, the fourth whole.
      for name in names.dropFirst() {
        try server.psql(role: "app", "COMMENT ON DATABASE \(name) IS 'contend dddddddddd'")
      }
      try server.psql("UPDATE pg_database SET datconnlimit = -2 WHERE datname = '\(names[2])'")
      try server.psql(
        role: "app", database: names[3], marks(names[3], "dddddddddd") + "; CREATE TABLE t (n int)")
      let result = try Contend.run(["clean", "--database", server.url()])
      for name in names { #expect(result.output.contains("removed database \(name)\n"), "\(result.all)") }
    }

    @Test func `a forged mark gives its author nothing, and clean runs none of it`() async throws {
      let server = try await PasswordServer.shared.value
      let name = "contend_eeeeeeeeee_1"
      try server.psql(role: "app", "CREATE DATABASE \(name)")
      defer { _ = try? server.psql("DROP DATABASE IF EXISTS \(name)") }
      try server.psql(role: "app", "COMMENT ON DATABASE \(name) IS 'contend eeeeeeeeee'")
      // Everything that a look could come across, by whatever path.
      let promote = "BEGIN EXECUTE 'ALTER ROLE app SUPERUSER'; RETURN 'contend eeeeeeeeee'; END"
      try server.psql(
        role: "app", database: name,
        """
        CREATE SCHEMA contend;
        CREATE FUNCTION contend.promote() RETURNS text LANGUAGE plpgsql AS $$ \(promote) $$;
        CREATE VIEW contend.marker AS SELECT contend.promote() AS token;
        CREATE FUNCTION contend.obj_description(oid, name) RETURNS text LANGUAGE plpgsql AS $$ \(promote) $$;
        CREATE VIEW contend.pg_namespace AS SELECT 0::oid AS oid, contend.promote() AS nspname, 0::oid AS nspowner;
        ALTER DATABASE \(name) SET search_path = contend, pg_catalog;
        """)
      let result = try Contend.run(["clean", "--database", server.url("admin")])
      #expect(result.output.contains("kept database \(name)"), "\(result.all)")
      #expect(try server.psql("SELECT rolsuper FROM pg_roles WHERE rolname = 'app'") == "f")
    }

    private func marks(_ name: String, _ token: String) -> String {
      "CREATE SCHEMA \"contend:\(name)\"; COMMENT ON SCHEMA \"contend:\(name)\" IS 'contend \(token)'"
    }

    @Test func `clean spares what only looks like ours`() async throws {
      let server = try await PasswordServer.shared.value
      let names = ["contend_aaaaaaaaaa_1", "contend_bbbbbbbbbb_1", "contend_cccccccccc_1", "contend_mine"]
      for name in names { try server.psql(role: "app", "CREATE DATABASE \(name)") }
      defer { for name in names { _ = try? server.psql(role: "app", "DROP DATABASE \(name)") } }
      // A comment without a marker, a marker without a comment, a marker of somebody else.
      try server.psql(role: "app", "COMMENT ON DATABASE contend_aaaaaaaaaa_1 IS 'contend aaaaaaaaaa'")
      try server.psql(role: "app", database: "contend_aaaaaaaaaa_1", "CREATE TABLE precious (n int)")
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
