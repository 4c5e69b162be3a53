import ContendExploration
import ContendModel
import ContendTestSupport
import Testing

@testable import ContendRuns

@Suite("A reduction knows that", .serialized)
struct LostOutcomeTests {
  /// Every third is the usual extent: each takes a second or two.
  private static let losses = Loss.all.enumerated().filter { Extent.isWhole || $0.offset % 3 == 0 }.map(
    \.element)

  @Test("nothing of what plain enumeration finds is lost", arguments: losses)
  func nothingIsLost(_ loss: Loss) async throws {
    let file = try Explored.file(loss.text)
    let plain = try await Self.explore(file, .none)
    #expect(plain.trouble == nil)
    #expect(plain.state.failing > 0, "there is nothing to lose")
    let reduced = try await Self.explore(file, .auto)
    let difference = Difference(plain, reduced)
    #expect(difference == nil, "\(loss.text)")
  }

  @Test func `SET LOCAL in the next call leaves the COMMIT before it alone`() async throws {
    let reduced = try await Self.explore(try Explored.file(Loss.nextCall.text), .auto)
    #expect(reduced.state.kinds[.invariant("never")] != nil, "\(reduced.tally.schedules) schedules")
  }

  private static func explore(_ file: ScenarioFile, _ reduction: Reduction) async throws -> ExploreResult {
    try await Explored.onServer { server in
      try await Explored.run(file, "buggy", Explored.unaided(reduction), on: server)
    }
  }
}
