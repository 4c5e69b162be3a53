import ContendCommandSupport
import Foundation
import Testing

extension UserServerTests {
  /// Exit 77, with the way out.
  struct Refusing {
    @Test func `a host that is not this machine is refused before anything is sent to it`() throws {
      for host in ["192.0.2.1", "[2001:db8::1]"] {
        let result = try Contend.run(Contend.briefly + ["--database", "postgresql://app:s3cret@\(host)/x"])
        #expect(result.exitCode == 77)
        #expect(result.errors.contains("is not this machine"))
        #expect(result.errors.contains("--allow-remote"))
      }
    }

    @Test func `a superuser is refused`() async throws {
      let server = try await PasswordServer.shared.value
      for role in ["admin", "heir"] {
        let url = server.url(role, "decoy", password: role == "heir" ? PasswordServer.appPassword : nil)
        let result = try Contend.run(Contend.briefly + ["--database", url])
        #expect(result.exitCode == 77, "\(result.all)")
        #expect(result.errors.contains("the role \(role) is a superuser"))
        #expect(result.errors.contains("CREATE ROLE contend LOGIN CREATEDB"))
      }
    }

    @Test func `a role that reaches the server's files is refused`() async throws {
      let server = try await PasswordServer.shared.value
      let result = try Contend.run(Contend.briefly + ["--database", server.url("reader")])
      #expect(result.exitCode == 77)
      #expect(result.errors.contains("a member of pg_read_server_files"))
    }

    @Test func `an allowed superuser's scenario runs as a role without rights that is gone afterwards`()
      async throws
    {
      let server = try await PasswordServer.shared.value
      let file = FileManager.default.temporaryDirectory.path + "/who-\(UUID().uuidString).race.sql"
      try """
      \\scenario who "Who am I"
      \\setup
      CREATE TABLE t AS SELECT current_user::text AS name, rolsuper FROM pg_roles WHERE rolname = session_user;
      \\variant buggy "x"
      SELECT 1;
      \\invariant nobody
      SELECT * FROM t WHERE rolsuper OR name !~ '^contend_';

      """.write(toFile: file, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(atPath: file) }
      let result = try Contend.run(
        ["stress", file, "--rounds", "1", "--allow-superuser", "--database", server.url("admin")])
      #expect(result.exitCode == 0, "\(result.all)")
      #expect(try server.leftovers() == [])
    }

    @Test func `a server in recovery is refused`() throws {
      let standby = try PasswordServer.start(isStandby: true)
      defer { standby.stop() }
      let result = try Contend.run(Contend.briefly + ["--database", standby.url("admin", "postgres")])
      #expect(result.exitCode == 77, "\(result.all)")
      #expect(result.errors.contains("in recovery"))
    }
  }

  /// Exit 69: there is no server that would do, and why.
  struct Lacking {
    struct Mistake: Sendable, CustomTestStringConvertible {
      var testDescription: String
      var url: @Sendable (PasswordServer) -> String
      var message: String
      var remedy: String
    }

    static let mistakes = [
      Mistake(
        testDescription: "wrong password", url: { $0.url("app", password: "not-it") },
        message: "password authentication failed for user \"app\"", remedy: "PGPASSWORD"),
      Mistake(
        testDescription: "no password", url: { "postgresql://app@127.0.0.1:\($0.port)/decoy" },
        message: "no password supplied", remedy: "PGPASSWORD"),
      Mistake(
        testDescription: "no such database", url: { $0.url("app", "nowhere") },
        message: "database \"nowhere\" does not exist", remedy: "name a database that exists"),
      Mistake(
        testDescription: "nobody listens", url: { _ in "postgresql://app@127.0.0.1:1/decoy" },
        message: "Connection refused", remedy: "is the server running"),
      Mistake(
        testDescription: "unknown host", url: { _ in "postgresql://app@no.such.host.invalid/decoy" },
        message: "there is no host no.such.host.invalid", remedy: ""),
      Mistake(
        testDescription: "no encryption", url: { $0.url() + "?sslmode=require" },
        message: "does not support SSL", remedy: "sslmode"),
      Mistake(
        testDescription: "no such service", url: { _ in "service=nowhere" },
        message: "definition of service \"nowhere\" not found", remedy: ""),
      Mistake(
        testDescription: "a role that may not create databases", url: { $0.url("plain") },
        message: "the role plain may not create databases", remedy: "ALTER ROLE plain CREATEDB"),
      Mistake(
        testDescription: "a role with few connections", url: { $0.url("narrow") },
        message: "the role narrow may hold 5", remedy: "CONNECTION LIMIT -1"),
    ]

    @Test(arguments: mistakes)
    func `each way not to get in has its message and its remedy`(_ mistake: Mistake) async throws {
      let server = try await PasswordServer.shared.value
      let result = try Contend.run(Contend.briefly + ["--database", mistake.url(server)])
      #expect(result.exitCode == 69, "\(result.all)")
      #expect(result.errors.contains(mistake.message), "\(result.errors)")
      #expect(mistake.remedy.isEmpty || result.errors.contains(mistake.remedy), "\(result.errors)")
    }

    @Test func `max_connections is named when it is too low`() async throws {
      let server = try await PasswordServer.shared.value
      let result = try Contend.run(
        ["stress", "lost-update", "--clients", "200", "--database", server.url()])
      #expect(result.exitCode == 69, "\(result.all)")
      #expect(result.errors.contains("max_connections is 100, 3 are reserved"))
    }

    @Test func `a server that starts up is told from one that is not there`() throws {
      let server = try PlayedServer.refusing("57P03", "the database system is starting up")
      let result = try Contend.run(
        Contend.briefly + ["--database", "postgresql://app@127.0.0.1:\(server.port)/x?sslmode=disable"])
      #expect(result.exitCode == 69)
      #expect(result.errors.contains("try again in a moment"), "\(result.all)")
    }

    @Test func `a server that takes no more connections says so at login`() throws {
      let server = try PlayedServer.refusing("53300", "sorry, too many clients already")
      let result = try Contend.run(
        Contend.briefly + ["--database", "postgresql://app@127.0.0.1:\(server.port)/x?sslmode=disable"])
      #expect(result.exitCode == 69)
      #expect(result.errors.contains("raise max_connections"), "\(result.all)")
    }

    @Test func `a connection pooler is recognised`() async throws {
      let server = try await PasswordServer.shared.value
      let pooler = try PlayedServer.pooling(port: server.port)
      let url = server.url().replacing(":\(server.port)/", with: ":\(pooler.port)/") + "?sslmode=disable"
      let result = try Contend.run(Contend.briefly + ["--database", url])
      #expect(result.exitCode == 69, "\(result.all)")
      #expect(result.errors.contains("a connection pooler stands between"))
    }
  }
}
