import Testing

@testable import ContendStatistics

@Suite("The latency histogram")
struct LatencyHistogramTests {
  @Test("Percentiles of 1…1000 ms are read to three digits")
  func percentiles() {
    var histogram = LatencyHistogram()
    for value in 1...1000 { histogram.record(.milliseconds(value)) }
    #expect(histogram.count == 1000)
    #expect(abs(histogram.p50 - 500) < 1)
    #expect(abs(histogram.p95 - 950) < 1)
    #expect(abs(histogram.p99 - 990) < 1)
    #expect(abs(histogram.max - 1000) < 1)
    #expect(abs(histogram.mean - 500.5) < 1)
  }

  @Test("Merging gives what recording into one would have given")
  func merging() {
    var left = LatencyHistogram()
    var right = LatencyHistogram()
    var both = LatencyHistogram()
    for value in 1...500 {
      left.record(.microseconds(value))
      right.record(.milliseconds(value))
      both.record(.microseconds(value))
      both.record(.milliseconds(value))
    }
    left.merge(right)
    #expect(left.count == both.count)
    #expect(left.p50 == both.p50)
    #expect(left.p99 == both.p99)
    #expect(left.max == both.max)
  }

  @Test("An empty histogram reads as zero")
  func empty() {
    let histogram = LatencyHistogram()
    #expect(histogram.isEmpty)
    #expect(histogram.p99 == 0)
    #expect(histogram.max == 0)
    #expect(histogram.mean == 0)
  }

  @Test("Days count as an hour and negative durations as nothing")
  func clamping() {
    var histogram = LatencyHistogram()
    histogram.record(.seconds(86_400))
    histogram.record(.milliseconds(-5))
    #expect(histogram.count == 2)
    #expect(abs(histogram.max - 3_600_000) < 3_600)
    #expect(histogram.milliseconds(atPercentile: 1) == 0)
  }
}
