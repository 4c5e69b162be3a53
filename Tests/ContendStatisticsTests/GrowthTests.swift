import ContendStatistics
import Testing

@Suite struct GrowthTests {
  private static let carts = [1, 5, 10, 20, 50, 100]

  private func fit(_ sizes: [Int] = carts, _ figure: (Int) -> Double) -> Growth? {
    Growth.fit(sizes.map { Growth.Point(n: Double($0), y: figure($0)) })
  }

  private func chunks(_ growth: Growth?) -> ClosedRange<Int>? {
    if case .chunked(_, _, let chunk) = growth { chunk } else { nil }
  }

  @Test func `one statement whatever the size is constant`() {
    #expect(fit { _ in 3 } == .constant(3))
    #expect(fit { _ in 0 } == .constant(0))
  }

  @Test func `one statement per item is linear, with what comes on top`() throws {
    guard case .linear(let intercept, let slope) = try #require(fit { 2 + Double($0) }) else {
      Issue.record("not linear")
      return
    }
    #expect(abs(intercept - 2) < 1e-9)
    #expect(abs(slope - 1) < 1e-9)
  }

  @Test(arguments: [7, 10, 25, 50])
  func `batches are found by their size, or by all sizes that look the same`(size: Int) throws {
    let growth = fit { 1 + Double(($0 + size - 1) / size) }
    let range = try #require(chunks(growth), "\(String(describing: growth))")
    #expect(range.contains(size))
    for other in range {
      let isSame = Self.carts.allSatisfy { ($0 + other - 1) / other == ($0 + size - 1) / size }
      #expect(isSame, "\(other) is no other explanation of batches of \(size)")
    }
  }

  @Test func `a batch larger than every size looks constant`() {
    #expect(fit { Double(($0 + 999) / 1000) } == .constant(1))
  }

  @Test func `squares and jumps are none of them`() {
    #expect(fit { Double($0 * $0) } == .irregular)
    #expect(fit([1, 2, 3, 4, 5, 6]) { $0.isMultiple(of: 2) ? 9 : 1 } == .irregular)
  }

  @Test func `two values are not enough to tell`() {
    #expect(fit([1, 100]) { Double($0) } == nil)
    #expect(fit([5, 5, 5]) { Double($0) } == nil)
  }

  @Test func `the slope is comparable between models`() {
    #expect(fit { _ in 3 }?.slope == 0)
    #expect(abs((fit { Double($0) }?.slope ?? 0) - 1) < 1e-9)
    #expect(abs((fit { Double(($0 + 9) / 10) }?.slope ?? 0) - 0.1) < 1e-9)
    #expect(Growth.irregular.slope == nil)
  }

  @Test func `a little noise of retries does not change the model`() {
    let seed: UInt64 = 5
    print("growth, seed \(seed)")
    var random = Noise(state: seed)
    var wrong: [String] = []
    for repetition in 1...20 {
      func noisy(_ value: Double) -> Double { value * (1 + 0.02 * (random.unit() - 0.5)) }
      if case .constant? = fit(Self.carts, { _ in noisy(4) }) {
      } else {
        wrong.append("constant \(repetition)")
      }
      if case .linear? = fit(Self.carts, { noisy(2 + Double($0)) }) {
      } else {
        wrong.append("linear \(repetition)")
      }
      if case .chunked? = fit(Self.carts, { noisy(Double(($0 + 49) / 50)) }) {
      } else {
        wrong.append("chunked \(repetition)")
      }
    }
    #expect(wrong == [])
  }
}

/// Knuth's linear congruential generator: enough for a little noise.
private struct Noise {
  var state: UInt64

  mutating func unit() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
}
