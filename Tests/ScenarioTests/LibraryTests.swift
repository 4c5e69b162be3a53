import ContendModel
import ContendReport
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
    var options = RunOptions(
      seed: 1, budget: .seconds(300), environment: ProcessInfo.processInfo.environment)
    // Enough for the race, and quick.
    options.clients = 12
    let document = try await Prove(try ScenarioFile.load(name), options: options).run()
    #expect(document.control.reproduced)
    #expect(document.control.anomaly?.anomalyClass == document.control.expectedClass)
    for fix in document.fixes {
      #expect(fix.meetsExpectation, "\(fix.name) is \(fix.verdict): \(fix.reasons)")
    }
    #expect(document.exitCode == 0)
  }
}
