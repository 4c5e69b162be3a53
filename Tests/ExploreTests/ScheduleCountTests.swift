import ContendExploration
import ContendModel
import Testing

@testable import ContendRuns

/// Those of the plain algorithm or fewer: commits of one table are independent of each other unless one
/// of them wakes a waiter or has something to check.
@Suite("Numbers of schedules", .serialized)
struct ScheduleCountTests {
  private static let reductions: [Reduction] = [.none, .begin, .table, .row, .mvcc]

  /// Every count is that of the reduction at its place; every reduction has the outcomes of the first.
  private func expect(_ counts: [Int], of text: String, _ reductions: [Reduction] = reductions) async throws {
    var outcomes: Set<Int> = []
    var expected: Findings.State?
    for (reduction, count) in zip(reductions, counts) {
      let result = try await Explored.run(text, reduction)
      print("\(reduction): \(result.tally.schedules) schedules, \(result.state.outcomes.count) outcomes")
      #expect(result.tally.isComplete, "\(reduction)")
      #expect(result.tally.schedules == count, "\(reduction)")
      #expect(result.state.uncontrolledWakes == 0, "\(reduction)")
      if let expected { #expect(result.state.outcomes == expected.outcomes, "\(reduction)") }
      expected = expected ?? result.state
      outcomes.insert(result.state.outcomes.count)
    }
  }

  @Test("Lost update of two clients has 50, 14, 10, 10 and 6 schedules")
  func lostUpdate() async throws {
    try await expect([50, 14, 10, 10, 6], of: Programs.lostUpdate(clients: 2))
  }

  @Test("Lost update of three clients has 636, 306, 306 and 96 schedules from BEGIN fused on")
  func lostUpdateOfThree() async throws {
    try await expect(
      [636, 306, 306, 96], of: Programs.lostUpdate(clients: 3), [.begin, .table, .row, .mvcc])
  }

  @Test("Write skew has 70, 20, 10, 5 and 3 schedules")
  func writeSkew() async throws {
    try await expect([70, 20, 10, 5, 3], of: Programs.writeSkew)
  }

  @Test("A deadlock has 42, 12, 12, 6 and 6 schedules: 30, 8, 8, 5 and 5 and those of a second victim")
  func deadlock() async throws {
    try await expect([42, 12, 12, 6, 6], of: Programs.deadlock)
  }

  @Test("Three disjoint transactions have 1680, 366, 1 and 1 schedules from BEGIN fused on")
  func disjoint() async throws {
    try await expect([1680, 366, 1, 1], of: Programs.disjoint, [.begin, .table, .row, .mvcc])
  }
}
