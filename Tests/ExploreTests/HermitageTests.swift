import ContendExploration
import ContendModel
import Foundation
import Testing

@testable import ContendRuns

@Suite("Hermitage", .serialized)
struct HermitageTests {
  /// Where PostgreSQL lets an anomaly happen, by Hermitage's published results.
  private static let possible: [(anomaly: String, levels: Set<IsolationLevel>)] = [
    ("G0", []), ("G1a", []), ("G1b", []), ("G1c", []), ("OTV", []),
    ("PMP", [.readCommitted]), ("P4", [.readCommitted]), ("G-single", [.readCommitted]),
    ("G2-item", [.readCommitted, .repeatableRead]), ("G2", [.readCommitted, .repeatableRead]),
  ]

  @Test("An anomaly happens where the published matrix says it does, and nowhere else", arguments: possible)
  func matrix(_ anomaly: String, _ levels: Set<IsolationLevel>) async throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Hermitage")
    let text = try String(contentsOf: folder.appending(path: "\(anomaly).race.sql"), encoding: .utf8)
    for level in IsolationLevel.allCases {
      let leveled = text.replacing(
        "\\setup", with: "\\isolation \(level.rawValue)\n\\setup", maxReplacements: 1)
      let result = try await Explored.run(leveled)
      print("\(anomaly) \(level.rawValue): \(result.state.failing) of \(result.tally.schedules)")
      #expect(result.tally.isComplete, "\(level.rawValue)")
      #expect((result.state.failing > 0) == levels.contains(level), "\(level.rawValue)")
      if !levels.contains(level) { #expect(result.isProof, "\(level.rawValue): \(result.doubts)") }
    }
  }
}
