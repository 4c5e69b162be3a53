import ContendModel
import ContendStatistics
import Testing

@testable import ContendVerdict

@Suite struct LatencyComparisonTests {
  private typealias Sample = LatencyComparison.Sample

  private static let repeats = 20

  /// Blocks of a program that takes `factor` times the control's time, as many as the looks ask for, on a
  /// machine that drifts between blocks by a half and within them by `noise`.
  private func blocks(
    _ factor: Double, ms: Double = 10, noise: Double = 0.05, _ random: inout RandomStream
  ) -> (control: [Sample], again: [Sample], fix: [Sample]) {
    var result: (control: [Sample], again: [Sample], fix: [Sample]) = ([], [], [])
    for look in LatencyComparison.looks {
      while result.control.count < look {
        let hour = 0.75 + 0.5 * random.unit()
        func sample(_ factor: Double) -> Sample {
          let median = ms * factor * hour * (1 + noise * (2 * random.unit() - 1))
          return Sample(p50: median, p99: median * (2 + 0.5 * random.unit()))
        }
        result.control.append(sample(1))
        result.again.append(sample(1))
        result.fix.append(sample(factor))
      }
      if !LatencyComparison(control: result.control, other: result.fix).isOpen { break }
    }
    return result
  }

  private func regressed(_ factor: Double, ms: Double = 10, noise: Double = 0.05, seed: UInt64) -> Int {
    print("latency comparison, factor \(factor) of \(ms) ms, noise \(noise), seed \(seed)")
    let count = (0..<Self.repeats).count { index in
      var random = RandomStream(seed: seed, path: index)
      let (control, again, fix) = blocks(factor, ms: ms, noise: noise, &random)
      let findings = LatencyFindings(LatencyComparison(control: control, other: fix), again: again).findings
      #expect(findings.allSatisfy { $0.verdict == .regressed })
      return !findings.isEmpty
    }
    print("  regressed in \(count) of \(Self.repeats)")
    return count
  }

  @Test func `a fix that is 30 percent slower at the median regresses, 20 of 20 times`() {
    #expect(regressed(1.3, seed: 1) == Self.repeats)
  }

  @Test func `one that is 3 percent slower does not, 20 of 20 times`() {
    #expect(regressed(1.03, seed: 2) == 0)
  }

  @Test func `so it is on a busy machine, where more blocks are taken`() {
    #expect(regressed(1.3, noise: 0.2, seed: 7) >= 18)
    #expect(regressed(1.03, noise: 0.2, seed: 8) == 0)
  }

  @Test func `a comparison is open until its median is surely within the margin or beyond it`() {
    func isOpen(_ factors: [Double], ms: Double = 10) -> Bool {
      LatencyComparison(
        control: factors.map { _ in Sample(p50: ms, p99: nil) },
        other: factors.map { Sample(p50: ms * $0, p99: nil) }
      ).isOpen
    }
    #expect(isOpen([0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.2, 1.1]))
    #expect(!isOpen([1.3, 1.31, 1.3, 1.29, 1.3, 1.32, 1.3, 1.31]))
    #expect(!isOpen([1.03, 1.02, 1.03, 1.04, 1.03, 1.02, 1.03, 1.03]))
    #expect(!isOpen([0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.2, 1.1], ms: 0.3))
  }

  @Test func `nor does one that is faster, or twice as slow by less than a millisecond`() {
    #expect(regressed(0.5, seed: 3) == 0)
    #expect(regressed(2, ms: 0.2, seed: 4) == 0)
  }

  @Test func `equal programs hardly ever fail the A/A check`() {
    let failed = (0..<200).count { index in
      var random = RandomStream(seed: 5, path: index)
      let (control, again, _) = blocks(1, noise: 0.1, &random)
      return LatencyComparison.differs(control, from: again)
    }
    #expect(failed <= 2)
  }

  @Test func `a machine on which equal programs differ makes it inconclusive, with the figures`() {
    var random = RandomStream(seed: 6)
    let (control, _, fix) = blocks(1.3, &random)
    let findings = LatencyFindings(LatencyComparison(control: control, other: fix), again: fix)
    #expect(findings.isCheckFailed)
    #expect(findings.findings.map(\.verdict) == [.inconclusive])
    #expect(findings.findings[0].reason.hasPrefix("The A/A check failed"))
    #expect(findings.notes.isEmpty)
  }

  @Test func `the reason names figures, margin and blocks`() {
    let control = Array(repeating: Sample(p50: 10, p99: 20), count: 8)
    let fix = Array(repeating: Sample(p50: 13, p99: 21), count: 8)
    let findings = LatencyFindings(LatencyComparison(control: control, other: fix), again: control)
    #expect(
      findings.findings.map(\.reason) == [
        "Alone, without contention, its median is 1.3× (95% interval 1.3 to 1.3) the control's (13 ms, was "
          + "10 ms; 8 paired blocks): more than 10% slower."
      ])
    #expect(findings.findings.map(\.verdict) == [.regressed])
  }

  @Test func `a metric that a threshold bounds is the threshold's business`() {
    let control = Array(repeating: Sample(p50: 10, p99: 20), count: 8)
    let fix = Array(repeating: Sample(p50: 13, p99: 40), count: 8)
    let comparison = LatencyComparison(control: control, other: fix)
    #expect(LatencyFindings(comparison, again: control).findings.count == 2)
    #expect(LatencyFindings(comparison, again: control, bounded: [.p50]).findings.count == 1)
    #expect(LatencyFindings(comparison, again: control, bounded: [.p50, .p99]).findings.isEmpty)
  }

  @Test func `fewer than six blocks show nothing at all`() {
    let control = Array(repeating: Sample(p50: 10, p99: nil), count: 5)
    let fix = Array(repeating: Sample(p50: 50, p99: nil), count: 5)
    let findings = LatencyFindings(LatencyComparison(control: control, other: fix), again: control)
    #expect(findings.findings.isEmpty)
    #expect(findings.notes.isEmpty)
  }

  @Test func `a sample has a 99th percentile from a hundred calls on`() throws {
    let few = try #require(Sample((1...99).map(Double.init)))
    #expect(few.p50 == 50)
    #expect(few.p99 == nil)
    let enough = try #require(Sample((1...100).map(Double.init).shuffled()))
    #expect(enough.p99 == 99)
    #expect(Sample([]) == nil)
  }
}
