import Testing

@testable import ContendVerdict

struct FailureOnsetTests {
  private func onset(_ failed: Int?...) -> FailureOnset? {
    FailureOnset.find(failed.map { .init(rounds: $0 == nil ? 0 : 20, failedRounds: $0 ?? 0) })
  }

  @Test func `failures start at the first value where a round failed`() throws {
    let found = try #require(onset(0, 0, 3, 20))
    #expect(found.index == 2)
    #expect(found.gaps.isEmpty)
    // 1 - 0.025 ** (1 / 20), as scipy.stats.binomtest(0, 20).proportion_ci() has it.
    #expect(abs(try #require(found.boundBefore) - 0.16843) < 1e-4)
  }

  @Test func `failures at the smallest value have nothing before them`() {
    #expect(onset(1, 0, 5) == FailureOnset(index: 0, boundBefore: nil, gaps: [1]))
  }

  @Test func `no failure has no onset, and values that did not run say nothing`() {
    #expect(onset(0, 0, 0) == nil)
    #expect(onset(nil, nil) == nil)
    #expect(onset() == nil)
    #expect(onset(nil, 2, nil, 0) == FailureOnset(index: 1, boundBefore: nil, gaps: [3]))
  }
}
