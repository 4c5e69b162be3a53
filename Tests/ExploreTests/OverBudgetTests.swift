import ContendExploration
import ContendModel
import Testing

@testable import Contend

/// What is done where the time does not suffice for every interleaving.
@Suite(.serialized)
struct OverBudgetTests {
  private func explore(_ file: ScenarioFile, _ options: RunOptions) async throws -> ExploreResult {
    try await Explored.onServer { server in try await Explored.run(file, "buggy", options, on: server) }
  }

  @Test func `few preemptions come first, then samples, and the result says what is complete`() async throws {
    // 61,800 schedules, of which a busy machine too runs the 24 serial ones in a second.
    let file = try Explored.file(Programs.lostUpdate(clients: 4))
    var options = Explored.options(.begin)
    options.budget = .seconds(6)
    let result = try await explore(file, options)
    #expect(result.strategy == .pct)
    #expect(!result.tally.isComplete)
    #expect(!result.isProof)
    let bound = try #require(result.tally.preemptions)
    #expect(bound >= 0)
    let words = bound == 0 ? "no preemption" : "at most \(bound) preemption"
    #expect(result.coverage.contains("sampled classes of interleavings (BEGIN fused, READ COMMITTED)"))
    #expect(result.coverage.contains("every interleaving with \(words)"), "\(result.coverage)")
  }

  @Test func `a walk by preemptions that ends is complete`() async throws {
    var options = Explored.options()
    options.explore.strategy = .preemptionBounded
    let file = try Explored.file(Programs.lostUpdate(clients: 2))
    let result = try await explore(file, options)
    #expect(result.tally.isComplete)
    #expect(result.isProof)
    #expect(result.coverage.hasPrefix("All 14 classes of interleavings (BEGIN fused, READ COMMITTED) of 2"))
  }
}
