import ContendCommandSupport
import ContendModel
import ContendReport
import ContendTestSupport
import Foundation
import Testing

@testable import ContendRuns

/// Every scenario of the library does what it says of itself.
///
/// `make test-all` proves them, with the executable that users run, built with optimisation.
@Suite(.serialized)
struct LibraryTests {
  static let names = ScenarioFile.library().map(ScenarioFile.name)

  @Test(arguments: names)
  func `a scenario has neither errors nor warnings`(name: String) throws {
    #expect(try ScenarioFile.check(name) == [])
  }

  /// `prove --all`, run once for all tests: three to four minutes on two idle processors; the budget is for
  /// a machine that is shared.
  private static let library = Result {
    try Command.run(
      [Contend.optimised, "prove", "--all", "--seed", "1", "--total-budget", "30min", "--json", "-"])
  }

  static func proved() throws -> [ResultDocument] {
    try JSONDecoder().decode([ResultDocument].self, from: Data(library.get().output.utf8))
  }

  @Test(.enabled(if: Extent.isWhole))
  func `every bug shows and every fix is judged as its scenario expects`() throws {
    let result = try Self.library.get()
    #expect(result.exitCode == 0, "\(result.errors)")
    let schema = JSONSchema(try JSONValue(text: repositoryFile("docs/contend-1.schema.json")))
    let json = try JSONValue(text: result.output)
    #expect(schema.violations(of: json, as: "library") == [])
    let documents = try Self.proved()
    #expect(documents.map(\.scenario.name) == Self.names)
    for document in documents {
      let (name, control) = (document.scenario.name, document.control)
      #expect(control.reproduced, "\(name)")
      #expect(control.expectedClass != nil, "\(name) expects no class")
      #expect(control.anomaly?.anomalyClass == control.expectedClass, "\(name)")
      #expect(document.fixes.contains { $0.verdict.exitCode == 0 }, "\(name) has no fix that helps")
      #expect(document.fixes.contains { $0.verdict.exitCode != 0 }, "\(name) has no fix that does not help")
      for fix in document.fixes {
        #expect(fix.meetsExpectation, "\(name): \(fix.name) is \(fix.verdict): \(fix.reasons)")
      }
      #expect(document.exitCode == 0, "\(name)")
    }
  }

  @Test(
    .enabled(if: Extent.isWhole), arguments: [("README.md", "atomic"), ("docs/hotfix.md", "conditional")])
  func `the scenario that a page shows is whole and proves its fix`(page: String, fix: String) throws {
    let text = try repositoryFile(page)
    let start = try #require(text.range(of: "```sql\n")).upperBound
    let end = try #require(text.range(of: "```", range: start..<text.endIndex)).lowerBound
    let path = FileManager.default.temporaryDirectory.path + "/contend-text-\(UUID().uuidString).race.sql"
    try String(text[start..<end]).write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try ScenarioFile.load(path).warnings == [])
    let result = try Command.run([Contend.executable, "prove", path, "--fix", fix, "--seed", "1"])
    #expect(result.exitCode == 0, "\(result.all)")
  }
}

extension ContendCommandSupport.Contend {
  /// The executable as users build it, beside the one that was built with the tests.
  static let optimised: String = {
    let debug = URL(fileURLWithPath: executable).deletingLastPathComponent().deletingLastPathComponent()
    return debug.appendingPathComponent("release/contend").path
  }()
}
