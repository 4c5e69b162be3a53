import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

extension UserServerTests {
  /// A server as a CI service has it: PostgreSQL's default settings, a superuser with a password.
  struct ServiceContainers {
    @Test func `a scenario of more clients than there are connections is proved with fewer, and says so`()
      async throws
    {
      let server = try await PasswordServer.shared.value
      let result = try Contend.run([
        "prove", "lost-update", "--fix", "atomic", "--seed", "7", "--budget", "30s",
        "--json", "-",
        "--allow-superuser", "--database", server.url("admin", "postgres"),
      ])
      #expect(result.exitCode == 0, "\(result.errors)")
      let document = try JSONValue(text: result.output)
      guard case .string(let note)? = document["control"]?["notes"]?[0] else {
        return #expect(Bool(false), "\(result.output)")
      }
      let figures = try #require(
        note.firstMatch(
          of:
            #/has (\d+) connections left and this run needs (\d+): stress ran with (\d+) instead of 50 clients/#
        ))
      #expect(Int(figures.1)! < Int(figures.2)!)
      #expect((2..<50).contains(Int(figures.3)!))
      #expect(document["control"]?["stress"]?["settings"]?["clients"] == .number(Double(figures.3)!))
      #expect(result.errors.contains(note))
    }
  }
}
