import ContendCommandSupport
import Foundation
import Testing

struct DoctorTests {
  @Test func `doctor finds everything in order where there is a server`() throws {
    let result = try Contend.run(["doctor"])
    #expect(result.exitCode == 0, "\(result.all)")
    for subject in [
      "server binaries", "server's user", "cache", "directory", "embedded server", "open files", "leftovers",
    ] {
      #expect(result.output.contains(subject))
    }
    #expect(!result.output.contains("✗"))
  }

  @Test func `doctor says how to install a server where there is none`() throws {
    let missing = FileManager.default.temporaryDirectory.path + "/missing-\(UUID().uuidString)"
    let result = try Contend.run(["doctor", "--pg-bin", missing])
    #expect(result.exitCode == 69)
    #expect(result.output.contains("✗ server binaries"))
    #expect(result.output.contains("→ install them: "))
    #expect(result.output.contains("✗ embedded server"))
  }

  @Test func `doctor says which versions there are if the wanted one is missing`() throws {
    let result = try Contend.run(["doctor", "--pg-version", "9"])
    #expect(result.exitCode == 69)
    #expect(result.output.contains("PostgreSQL 9 is not installed; found PostgreSQL"))
  }

  @Test func `doctor examines the server that the user names`() async throws {
    let server = try await PasswordServer.shared.value
    let good = try Contend.run(["doctor"], environment: ["DATABASE_URL": server.url()])
    #expect(good.exitCode == 0, "\(good.all)")
    #expect(good.output.contains("named by DATABASE_URL, as app"))
    let bad = try Contend.run(["doctor", "--database", server.url("admin")])
    #expect(bad.exitCode == 69)
    #expect(bad.output.contains("✗ your server"))
    let odd = try Contend.run(["doctor", "--database", "postgresql://app:s3cr/3t@127.0.0.1/x"])
    #expect(odd.exitCode == 69)
    #expect(!odd.all.contains("s3cr"))
    #expect(bad.output.contains("the role admin is a superuser"))
  }

  @Test func `doctor warns of few open files and of a cache that cannot be written to`() throws {
    let shell = "ulimit -n 256; XDG_CACHE_HOME=/dev/null/none exec \"$0\" doctor"
    let result = try Command.run(["/bin/sh", "-c", shell, Contend.executable])
    #expect(result.exitCode == 0, "\(result.all)")
    #expect(result.output.contains("! open files"))
    #expect(result.output.contains("→ ulimit -n 4096"))
    #expect(result.output.contains("! cache"))
  }
}
