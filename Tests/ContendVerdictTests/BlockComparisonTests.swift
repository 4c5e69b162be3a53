import ContendStatistics
import Testing

@testable import ContendVerdict

struct BlockComparisonTests {
  private func figures(_ p50: Double) -> BlockComparison.Figures {
    .init(p50: p50, p99: p50 * 3, throughput: 1000 / p50)
  }

  @Test func `drift that hits both arms leaves the ratio as it is`() throws {
    var comparison = BlockComparison()
    for block in 1...8 {
      let hour = Double(block * block)
      comparison.endBlock(control: figures(hour), fix: [figures(2 * hour), figures(2 * hour)])
    }
    let ratio = try #require(comparison.ratio(\.p50))
    #expect(abs(ratio.ratio - 2) < 1e-9)
    #expect(abs(ratio.interval.high - 2) < 1e-9)
    #expect(ratio.blocks == 8)
    #expect(abs((comparison.ratio(\.throughput)?.ratio ?? 0) - 0.5) < 1e-9)
  }

  @Test func `fewer than six blocks have no ratio, and blocks without figures are none`() {
    var comparison = BlockComparison()
    for _ in 1...5 { comparison.endBlock(control: figures(1), fix: [figures(1)]) }
    comparison.endBlock(control: figures(1), fix: [])
    #expect(comparison.ratio(\.p50) == nil)
  }
}
