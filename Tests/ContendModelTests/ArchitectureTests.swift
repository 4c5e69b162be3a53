import ContendTestSupport
import Testing

/// Targets and what they may import, as Package.swift has it and as ARCHITECTURE.md says.
struct ArchitectureTests {
  @Test func `every target imports only targets that are declared before it`() throws {
    var known: Set<String> = []
    for target in try Self.targets() {
      #expect(target.imports.subtracting(known) == [], "\(target.name)")
      known.insert(target.name)
    }
    #expect(known.count > 10)
  }

  @Test func `ARCHITECTURE lists every target with its imports`() throws {
    let table = try Self.table()
    let targets = try Self.targets()
    let own = Set(targets.map(\.name))
    for target in targets where !target.name.isSystemModule {
      let said = try #require(table[target.name], "\(target.name) is not in the table")
      let imports = target.imports.intersection(own)
      let all = Set(targets.prefix { $0.name != target.name }.map(\.name))
      #expect(
        said == imports || (said == ["all of the above"] && imports.isSubset(of: all)), "\(target.name)")
    }
    #expect(Set(table.keys) == own)
  }

  private struct Target {
    var name: String
    var imports: Set<String>
  }

  /// Of the product, in the order of their declarations.
  private static func targets() throws -> [Target] {
    let text = try repositoryFile("Package.swift")
    let product = try #require(
      text.split(separator: "  targets: [").last?.split(separator: "    tests(").first)
    return product.matches(of: /(?:library\(|name: )\s*"([A-Za-z-]+)"([^)]*)/).compactMap { match in
      let name = String(match.1)
      guard name.hasPrefix("C") || name == "contend-cli" else { return nil }
      let strings = match.2.matches(of: /"(C[A-Za-z]+)"/).map { String($0.1) }
      return Target(name: name, imports: Set(strings))
    }
  }

  /// The imports of each row, with the prefix that they leave out.
  private static func table() throws -> [String: Set<String>] {
    var rows: [String: Set<String>] = [:]
    for line in try repositoryFile("ARCHITECTURE.md").split(separator: "\n") {
      guard let row = line.wholeMatch(of: /\| (`[A-Za-z-]+`(?:, `[A-Za-z-]+`)*) \|.*\| ([^|]+) \|/) else {
        continue
      }
      let imports = String(row.2)
      let names =
        imports == "–" || imports == "all of the above"
        ? Set([imports].filter { $0 != "–" })
        : Set(
          imports.split(separator: ", ").map { $0.isSystemModule ? String($0) : "Contend" + $0 } as [String])
      for name in row.1.split(separator: ", ") { rows[String(name.replacing("`", with: ""))] = names }
    }
    return rows
  }
}

extension StringProtocol {
  /// `CLibpq`, `CLinux`: a C, and then a name.
  fileprivate var isSystemModule: Bool { hasPrefix("C") && dropFirst().first?.isUppercase == true }
}
