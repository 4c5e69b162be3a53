import ContendModel
import Testing

@testable import ContendExploration

@Suite("Programs that retry")
struct RetryTests {
  private let optimistic: [Statement] = [.begin, .read([Program.x]), .setIfUnchanged(Program.x, 1), .commit]

  @Test("An optimistic loop is explored to its end and never loses an update")
  func optimisticLoop() {
    let report = Explorer(program: Program(.readCommitted, attempts: 50, copies: 2, of: optimistic)).explore(
      .mvcc)
    #expect(report.tally.isComplete)
    #expect(report.tally.bounded == 0)
    #expect(report.outcomes.keys.allSatisfy { $0.hasPrefix("a1=2") })
  }

  @Test("Retries on serialization failures are explored to their end")
  func serializationFailures() {
    let report = Explorer(program: .lostUpdate(clients: 3, .repeatableRead, attempts: 5)).explore(.mvcc)
    #expect(report.tally.isComplete)
    #expect(report.outcomes.keys.allSatisfy { $0.hasPrefix("a1=3") })
  }

  @Test("A client that spins until another has moved does not keep it from moving", arguments: [0, 1, 2, 3])
  func spinning(_ bound: Int) {
    let program = Program(
      .readCommitted, attempts: 100_000, [.awaitValue(Program.x, 1)],
      [.read([Program.y]), .add(Program.x, 1)])
    for reduction in [Reduction.begin, .mvcc] {
      let report = Explorer(program: program).explore(
        DepthFirst(reduction: reduction, retryBound: bound), limit: 500)
      #expect(report.tally.isComplete)
      #expect(report.tally.bounded > 0)
      #expect(report.schedules.allSatisfy { $0.choices.count <= 2 * bound + 8 })
    }
    let bounded = Explorer(program: program).explore(PreemptionBounded(retryBound: bound), limit: 500)
    #expect(bounded.tally.isComplete)
  }

  @Test("The bound always leaves a choice")
  func choice() {
    var random = RandomStream(seed: 3)
    var fairness = RetryFairness(bound: 0)
    for _ in 1...1_000 {
      let enabled = (1...4).filter { _ in Bool.random(using: &random) }.map(Choice.issue)
      guard !enabled.isEmpty else { continue }
      let allowed = fairness.filter(enabled)
      #expect(!allowed.isEmpty)
      guard let choice = allowed.randomElement(using: &random) else { continue }
      fairness.observe(ExecutedEvent(choice: choice, effects: [], isRetry: Bool.random(using: &random)))
    }
    #expect(fairness.hasBitten)
  }
}
