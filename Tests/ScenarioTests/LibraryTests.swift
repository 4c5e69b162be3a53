import ContendModel
import ContendReport
import ContendTestSupport
import Foundation
import Testing

@testable import Contend

/// Every scenario of the library does what it says of itself.
@Suite(.serialized)
struct LibraryTests {
  static let names = ScenarioFile.library().map(ScenarioFile.name)

  @Test(arguments: names)
  func `a scenario has neither errors nor warnings`(name: String) throws {
    #expect(try ScenarioFile.check(name) == [])
  }

  @Test(arguments: names)
  func `its bug shows and every fix is judged as it expects`(name: String) async throws {
    let options = RunOptions(
      seed: 1, budget: .seconds(300), environment: ProcessInfo.processInfo.environment)
    var file = try ScenarioFile.load(name)
    // Enough for the race, and quick.
    file.scenario.load.clients = min(12, file.scenario.load.clients)
    let document = try await Prove(file, options: options).run()
    #expect(document.control.reproduced)
    #expect(document.control.anomaly?.anomalyClass == document.control.expectedClass)
    for fix in document.fixes {
      #expect(fix.meetsExpectation, "\(fix.name) is \(fix.verdict): \(fix.reasons)")
    }
    #expect(document.exitCode == 0)
  }

  @Test func `the scenario that the README shows is whole and proves its fix`() async throws {
    let readme = try repositoryFile("README.md")
    let start = try #require(readme.range(of: "```sql\n")).upperBound
    let end = try #require(readme.range(of: "```", range: start..<readme.endIndex)).lowerBound
    let path = FileManager.default.temporaryDirectory.path + "/contend-readme-\(UUID().uuidString).race.sql"
    try String(readme[start..<end]).write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try ScenarioFile.load(path)
    #expect(file.warnings == [])
    let options = RunOptions(
      seed: 1, budget: .seconds(120), environment: ProcessInfo.processInfo.environment)
    let document = try await Prove(file, fixNames: ["atomic"], options: options).run()
    #expect(document.control.reproduced)
    #expect(document.exitCode == 0)
  }
}
