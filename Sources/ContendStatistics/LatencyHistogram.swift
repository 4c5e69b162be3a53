import Histogram

/// Durations from a microsecond to an hour with three significant digits, in about 100 KB.
///
/// Recording is a shift, a mask and an increment (HdrHistogram, G. Tene), so one per arm can sit on the
/// path of every call. Longer durations count as an hour, negative ones as 0.
package struct LatencyHistogram: Sendable {
  private static let highestMicroseconds: UInt64 = 3_600_000_000

  private var histogram = Histogram<UInt32>(
    lowestDiscernibleValue: 1, highestTrackableValue: highestMicroseconds,
    numberOfSignificantValueDigits: .three)

  package init() {}

  package mutating func record(_ duration: Duration) {
    histogram.record(Self.microseconds(duration))
  }

  package mutating func merge(_ other: LatencyHistogram) { histogram.add(other.histogram) }

  package var count: Int { Int(histogram.totalCount) }
  package var isEmpty: Bool { count == 0 }

  /// The latency, in milliseconds, that `percentile` (0...100) of the calls do not exceed; 0 if empty.
  package func milliseconds(atPercentile percentile: Double) -> Double {
    Double(histogram.valueAtPercentile(percentile)) / 1000
  }

  /// Milliseconds; 0 if empty.
  package var p50: Double { milliseconds(atPercentile: 50) }
  /// Milliseconds; 0 if empty.
  package var p95: Double { milliseconds(atPercentile: 95) }
  /// Milliseconds; 0 if empty.
  package var p99: Double { milliseconds(atPercentile: 99) }
  /// Milliseconds, to three digits; 0 if empty.
  package var max: Double { isEmpty ? 0 : Double(histogram.max) / 1000 }
  /// Milliseconds; 0 if empty.
  package var mean: Double { isEmpty ? 0 : histogram.mean / 1000 }

  private static func microseconds(_ duration: Duration) -> UInt64 {
    // In floating point: exact to far below a microsecond up to an hour, and dividing 128 bits by an
    // integer is the dearest instruction of a call.
    let attoseconds = duration.attoseconds
    let high = Double(Int64(truncatingIfNeeded: attoseconds >> 64)) * 0x1p64
    let microseconds = (high + Double(UInt64(truncatingIfNeeded: attoseconds))) * 1e-12
    guard microseconds > 0 else { return 0 }
    return microseconds < Double(highestMicroseconds) ? UInt64(microseconds) : highestMicroseconds
  }
}
