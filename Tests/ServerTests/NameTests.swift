import ContendCommandSupport
import ContendModel
import Foundation
import Testing

extension UserServerTests {
  /// What roles, schemas and paths are called on a server makes no difference to what a run finds.
  struct Names {
    private static let explore = ["explore", "lost-update", "--seed", "1", "--json", "-", "--variant"]
    private static let stress = [
      "stress", "lost-update", "--clients", "8", "--rounds", "10", "--json", "-", "--variant",
    ]

    /// One part of what a result says of the control.
    private func part(_ name: String, of arguments: [String]) throws -> [String: Any] {
      let result = try Contend.run(arguments)
      let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      let control = document?["control"] as? [String: Any]
      return try #require(control?[name] as? [String: Any], "\(result.all)")
    }

    /// What is the same wherever it runs: an exploration to its end, and whether any round of stress fails.
    private func findings(of variant: String, on server: [String]) throws -> [String] {
      let explored = try part("explore", of: Self.explore + [variant] + server)
      let stressed = try part("stress", of: Self.stress + [variant] + server)
      return ["complete", "schedules", "failing"].map { "\(explored[$0] ?? "")" }
        + ["\(stressed["failed_rounds"] as? Int != 0)"]
    }

    @Test func `a run finds the same under every role, whatever it is called and whatever path it prefers`()
      async throws
    {
      let server = try await PasswordServer.shared.value
      let expected = try ["buggy", "atomic"].map { try findings(of: $0, on: ["--embedded"]) }
      #expect(expected.map(\.last) == ["true", "false"])
      for name in ["contend", "Public", "postgres", #"a role; "$user" -- with spaces"#] {
        let identifier = Value.string(name).sqlIdentifier ?? ""
        try server.psql(
          """
          CREATE ROLE \(identifier) LOGIN CREATEDB PASSWORD '\(PasswordServer.appPassword)';
          ALTER ROLE \(identifier) SET search_path = contend, nowhere;
          """)
        defer { _ = try? server.psql("DROP ROLE \(identifier)") }
        let found = try ["buggy", "atomic"].map {
          try findings(of: $0, on: ["--database", server.url(name)])
        }
        #expect(found == expected, "\(name)")
        #expect(try server.leftovers().filter { $0 != name } == [])
      }
    }
  }
}
