import ContendCommandSupport
import Foundation
import Testing

/// What Contend does on a server of the user's; one test at a time, for they count what is left there.
@Suite(.serialized)
struct UserServerTests {}

extension UserServerTests {
  struct Running {
    @Test func `prove works over TCP with a password, leaves no database behind and changes no other`()
      async throws
    {
      let server = try await PasswordServer.shared.value
      let before = try server.dump("decoy")
      let result = try Contend.run(
        [
          "prove", "lost-update", "--fix", "atomic", "--clients", "2", "--database",
          server.url(),
        ])
      #expect(result.exitCode == 0, "\(result.all)")
      #expect(result.output.contains("from --database, not managed by Contend"))
      #expect(result.errors.contains("named by --database"))
      #expect(try server.leftovers() == [])
      #expect(try server.dump("decoy") == before)
      #expect(before.contains("sku-200"))
    }

    @Test func `explore works there too`() async throws {
      let server = try await PasswordServer.shared.value
      let result = try Contend.run([
        "explore", "lost-update", "--variant", "atomic", "--database", server.url(),
      ])
      #expect(result.exitCode == 0, "\(result.all)")
      #expect(try server.leftovers() == [])
    }

    /// Nothing holds the server's processes there: who was waiting goes on by itself, and two may at once.
    @Test func `explore waits there for clients that the server lets go on at the same time`() async throws {
      let server = try await PasswordServer.shared.value
      let result = try Contend.run([
        "explore", "lost-update", "--variant", "serializable", "--clients", "3", "--budget", "10s",
        "--database", server.url(),
      ])
      // Orders that the server chooses by itself may diverge, which is no failure.
      #expect([0, 2].contains(result.exitCode), "\(result.all)")
      #expect(result.output.contains(" 0 failing · "), "\(result.all)")
    }

    @Test func `the result says what named the server and which of its settings change races`() async throws {
      let server = try await PasswordServer.shared.value
      let result = try Contend.run(Contend.briefly + ["--json", "-", "--database", server.url()])
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let section = try #require(document["server"] as? [String: Any])
      #expect(section["managed"] as? Bool == false)
      #expect(section["source"] as? String == "--database")
      let settings = try #require(section["settings"] as? [String: String])
      #expect(settings["fsync"] == "off")
      #expect(settings["deadlock_timeout"] == "1s")
      #expect(settings["default_transaction_isolation"] == "read committed")
    }

    @Test func `settings of the database that the user names are not taken for those of the run's own`()
      async throws
    {
      let server = try await PasswordServer.shared.value
      try server.psql("ALTER DATABASE decoy SET default_transaction_isolation = 'serializable'")
      defer { _ = try? server.psql("ALTER DATABASE decoy RESET default_transaction_isolation") }
      let result = try Contend.run(Contend.briefly + ["--database", server.url()])
      #expect(result.output.contains("read committed"), "\(result.all)")
    }

    @Test func `an interrupted run drops its databases`() async throws {
      let server = try await PasswordServer.shared.value
      for (signal, code) in [(SIGINT, 130), (SIGTERM, 143)] {
        let run = try Contend.start(Contend.forLong + ["--database", server.url()])
        #expect(try await eventually { try !server.leftovers().isEmpty })
        run.send(signal)
        #expect(run.finish().exitCode == Int32(code))
        #expect(try server.leftovers() == [])
      }
    }

    @Test func `a run that fails drops its databases`() async throws {
      let server = try await PasswordServer.shared.value
      let folder = FileManager.default.temporaryDirectory.path
      let file = "\(folder)/broken-\(UUID().uuidString).race.sql"
      try
        "\\scenario broken \"Broken set-up\"\n\\setup\nCREATE TABLE t (n nonsense);\n\\variant buggy \"x\"\nSELECT 1;\n"
        .write(toFile: file, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(atPath: file) }
      let result = try Contend.run(["stress", file, "--rounds", "1", "--database", server.url()])
      #expect(result.exitCode == 65, "\(result.all)")
      #expect(try server.leftovers() == [])
    }
  }

  struct Choosing {
    @Test func `--database wins over DATABASE_URL, which wins over PG variables`() async throws {
      let server = try await PasswordServer.shared.value
      let good = [
        "PGHOST": "127.0.0.1", "PGPORT": "\(server.port)", "PGUSER": "app", "PGDATABASE": "decoy",
        "PGPASSWORD": PasswordServer.appPassword,
      ]
      let nowhere = "postgresql://nobody@127.0.0.1:1/nowhere"
      let byVariables = try Contend.run(Contend.briefly, environment: good)
      #expect(byVariables.errors.contains("named by PG* variables"), "\(byVariables.all)")
      let byURL = try Contend.run(
        Contend.briefly, environment: ["PGHOST": "/nowhere", "DATABASE_URL": server.url()])
      #expect(byURL.errors.contains("named by DATABASE_URL"), "\(byURL.all)")
      let byFlag = try Contend.run(
        Contend.briefly + ["--database", server.url()], environment: ["DATABASE_URL": nowhere])
      #expect(byFlag.errors.contains("named by --database"), "\(byFlag.all)")
      #expect(try Contend.run(Contend.briefly, environment: ["DATABASE_URL": nowhere]).exitCode == 69)
    }

    @Test func `a service file names a server`() async throws {
      let server = try await PasswordServer.shared.value
      let file = FileManager.default.temporaryDirectory.path + "/service-\(UUID().uuidString).conf"
      defer { try? FileManager.default.removeItem(atPath: file) }
      try """
      [mine]
      host=localhost
      port=\(server.port)
      user=app
      dbname=decoy
      password=\(PasswordServer.appPassword)

      """.write(toFile: file, atomically: true, encoding: .utf8)
      let environment = ["PGSERVICEFILE": file, "PGSERVICE": "mine"]
      let result = try Contend.run(Contend.briefly, environment: environment)
      #expect(result.errors.contains("named by PG* variables"), "\(result.all)")
      let other = ["PGSERVICEFILE": file]
      let byString = try Contend.run(Contend.briefly + ["--database", "service=mine"], environment: other)
      #expect(byString.errors.contains("named by --database"), "\(byString.all)")
    }

    @Test(arguments: [["--embedded"], ["--durable"]])
    func `an embedded server is not misled by what names another`(_ arguments: [String]) async throws {
      let environment = [
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere", "PGHOST": "127.0.0.1",
        "PGHOSTADDR": "127.0.0.1",
        "PGPORT": "1", "PGOPTIONS": "-c nonsense=1", "PGPASSWORD": "x", "PGSSLMODE": "verify-full",
      ]
      let result = try Contend.run(Contend.briefly + arguments, environment: environment)
      #expect(result.output.contains("started by Contend"), "\(result.all)")
    }

    @Test func `a password alone names no server`() throws {
      let result = try Contend.run(Contend.briefly, environment: ["PGPASSWORD": "x", "PGSSLMODE": "disable"])
      #expect(result.output.contains("started by Contend"), "\(result.all)")
    }

    @Test(arguments: ["--embedded", "--durable"])
    func `--database and flags of the embedded server exclude each other`(_ flag: String) throws {
      let result = try Contend.run(Contend.briefly + ["--database", "postgresql://x@127.0.0.1/x", flag])
      #expect(result.exitCode == 64)
    }
  }
}
