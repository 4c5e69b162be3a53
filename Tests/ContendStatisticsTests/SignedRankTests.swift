import Testing

@testable import ContendStatistics

@Suite struct SignedRankTests {
  @Test func `the estimate is the median of the Walsh averages`() throws {
    // The eleventh of the 21 averages, worked out by hand; with six pairs the interval is their range.
    let result = try #require(SignedRank([4, 9, 1, 2, 5, 3]))
    #expect(result.estimate == 3.5)
    #expect(result.interval == Interval(low: 1, high: 9))
  }

  /// Critical values of the signed-rank test, two-sided 5% (Hollander, Wolfe and Chicken, table A.4).
  @Test(arguments: [(6, 1), (7, 3), (8, 4), (9, 6), (10, 9), (15, 26), (20, 53)])
  func `the interval begins at the tabulated Walsh average`(pairs: Int, outside: Int) {
    #expect(SignedRank.averagesOutside(pairs: pairs, confidence: 0.95) == outside)
  }

  @Test func `fewer than six pairs have no interval`() {
    #expect(SignedRank([1, 2, 3, 4, 5]) == nil)
    #expect(SignedRank([]) == nil)
    #expect(SignedRank.averagesOutside(pairs: 5, confidence: 0.95) == 0)
  }

  @Test func `equal differences are that difference`() throws {
    let result = try #require(SignedRank(Array(repeating: 0.25, count: 8)))
    #expect(result.estimate == 0.25)
    #expect(result.interval == Interval(low: 0.25, high: 0.25))
  }

  @Test func `one outlier of eight moves neither estimate nor interval far`() throws {
    let result = try #require(SignedRank([1, 1.1, 0.9, 1, 1.05, 0.95, 1, 1000]))
    #expect(abs(result.estimate - 1) < 0.1)
    #expect(result.interval.low > 0.9)
  }

  @Test func `the interval holds the centre in at least 95 of 100 samples`() {
    let seed: UInt64 = 3
    print("signed rank, seed \(seed)")
    var random = SplitMix(state: seed)
    var held = 0
    for _ in 0..<2000 {
      // The difference of two equal draws is symmetric around 0, whatever they are like.
      let sample = (0..<8).map { _ in random.unit() * random.unit() - random.unit() * random.unit() }
      if SignedRank(sample)?.interval.contains(0) == true { held += 1 }
    }
    #expect(held >= 1900 - 40)
  }

  @Test func `more pairs than can be counted out are left away`() throws {
    let result = try #require(SignedRank((0..<400).map { Double($0 % 10) }))
    #expect(result.interval.contains(result.estimate))
  }
}

private struct SplitMix {
  var state: UInt64

  mutating func unit() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}
