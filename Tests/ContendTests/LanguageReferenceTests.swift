import ContendReport
import ContendTestSupport
import Foundation
import Testing

@testable import ContendRuns
@testable import ContendLanguage

/// docs/language.md says what is true: its examples run, and no directive is missing.
@Suite(.serialized)
struct LanguageReferenceTests {
  /// One example: the text between the fences, and what stands behind `sql`.
  struct Example: CustomStringConvertible, Sendable {
    var kind: String
    var text: String

    var description: String { "\(kind): \(text.prefix(60))" }

    /// Parts are completed with what the page says of them.
    var scenario: String {
      let head = "\\scenario example \"part of a page\"\n\\param start 100\n"
      let setup = """
        \\setup
        CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);
        INSERT INTO account VALUES (1, :start);
        \\variant buggy

        """
      return switch kind {
      case "body": "\(head)\\draw amount random(1, 5)\n\(setup)\(text)"
      case "header": "\(head)\(text)\(setup)SELECT balance FROM account WHERE id = 1;\n"
      default: text
      }
    }
  }

  private static let page = (try? repositoryFile("docs/language.md")) ?? ""

  private static let examples: [Example] = page.components(separatedBy: "\n```sql").dropFirst().map { piece in
    let lines = piece.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.dropFirst().prefix { $0 != "```" }
    return Example(
      kind: lines[0].trimmingCharacters(in: .whitespaces), text: body.joined(separator: "\n") + "\n")
  }

  private static let wholes = examples.filter { $0.kind.isEmpty }
  private static let parts = examples.filter { ["body", "header"].contains($0.kind) }
  private static let included = examples.filter { $0.kind.hasSuffix(".sql") }

  /// The example as a file, beside those that it may include.
  private func load(_ example: Example) throws -> ScenarioFile {
    let folder = FileManager.default.temporaryDirectory.path + "/contend-language-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for file in Self.included {
      try file.text.write(toFile: "\(folder)/\(file.kind)", atomically: true, encoding: .utf8)
    }
    let path = "\(folder)/example.race.sql"
    try example.scenario.write(toFile: path, atomically: true, encoding: .utf8)
    return try ScenarioFile.load(path)
  }

  @Test func `the page has examples of every kind it speaks of`() {
    #expect(Self.wholes.count >= 2)
    #expect(Self.parts.count >= 6)
    #expect(Self.included.count == 1)
    #expect(Self.wholes.count + Self.parts.count + Self.included.count == Self.examples.count)
  }

  @Test(arguments: wholes)
  func `a whole scenario is judged as it expects`(example: Example) async throws {
    let file = try load(example)
    #expect(file.warnings == [])
    let document = try await ProveRun(file, options: options()).run()
    #expect(document.control.reproduced)
    for fix in document.fixes { #expect(fix.meetsExpectation, "\(fix.name): \(fix.verdict) \(fix.reasons)") }
    #expect(document.exitCode == 0)
  }

  @Test(arguments: parts)
  func `a part of a scenario runs, alone and beside others`(example: Example) async throws {
    var stress = StressRun(try load(example), variant: "buggy", options: options())
    stress.rounds = 2
    stress.options.clients = 2
    stress.options.calls = 1
    let document = try await stress.run()
    #expect(document.control.stress?.calls == 4)
    #expect(document.control.failures == [])
  }

  @Test func `every directive is described and has an example`() throws {
    let examples = Self.examples.map(\.text).joined(separator: "\n")
    func names(in text: some StringProtocol) -> Set<String> {
      Set(String(text).matches(of: #/\\([a-z]+)/#).map { String($0.1) })
    }
    let (described, shown) = (names(in: Self.page), names(in: examples))
    for name in Directive.names {
      #expect(described.contains(name), "\\\(name) is not described")
      #expect(shown.contains(name), "\\\(name) has no example")
    }
  }
}
