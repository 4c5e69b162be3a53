import ContendCommandSupport
import Foundation
import Testing

extension UserServerTests {
  struct Passwords {
    /// Whether a text holds the password, in whatever form the user wrote it.
    private func leaks(_ text: String, _ secret: String) -> Bool {
      let encoded = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
      return text.contains(secret) || text.contains(encoded)
    }

    @Test func `a run shows its password nowhere`() async throws {
      let server = try await PasswordServer.shared.value
      let folder = FileManager.default.temporaryDirectory.path
      let markdown = "\(folder)/result-\(UUID().uuidString).md"
      defer { try? FileManager.default.removeItem(atPath: markdown) }
      let result = try Contend.run(
        Contend.briefly + ["-v", "--json", "-", "--markdown", markdown, "--database", server.url()])
      let written = try String(contentsOfFile: markdown, encoding: .utf8)
      #expect(result.output.contains("contend/1"))
      #expect(!leaks(result.all + written, PasswordServer.appPassword))
    }

    @Test(arguments: [
      "postgresql://app:s3cr3t@127.0.0.1:1/x", "postgresql://app:s3cr/3t@127.0.0.1/x",
      "postgresql://app:s3cr@3t@127.0.0.1/x", "postgresql://app:s3cr3t@127.0.0.1/x?nonsense=1",
      "host=127.0.0.1 port=1 password=s3cr3t", "host=127.0.0.1 pasword=s3cr3t", "password = 's3cr3t",
      "mysql://app:s3cr3t@127.0.0.1/x", "postgres+driver://app:s3cr3t@127.0.0.1/x",
      "postgresql://app:s3cr3t@%zz/x",
    ])
    func `no way to get a connection string wrong shows its password`(_ text: String) throws {
      for arguments in [Contend.briefly, ["clean"]] {
        for (flags, environment) in [(["--database", text], [:]), ([], ["DATABASE_URL": text])] {
          let result = try Contend.run(arguments + flags, environment: environment)
          #expect(result.exitCode == 64 || result.exitCode == 69, "\(result.all)")
          #expect(!result.all.contains("s3cr"), "\(result.all)")
        }
      }
    }

    #if os(Linux)
      @Test func `a password given as an argument is not left in the list of processes`() async throws {
        let server = try await PasswordServer.shared.value
        let run = try Contend.start(Contend.forLong + ["--database", server.url()])
        defer { run.send(SIGINT); _ = run.finish() }
        #expect(try await eventually { try !server.leftovers().isEmpty })
        let arguments = try String(contentsOfFile: "/proc/\(run.pid)/cmdline", encoding: .utf8)
        #expect(arguments.contains("lost-update"))
        #expect(!leaks(arguments, PasswordServer.appPassword))
      }
    #endif
  }
}
