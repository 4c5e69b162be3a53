package import ContendModel
package import ContendStatistics

/// The price of a fix: latency of calls that run alone, one after another, against the control's.
///
/// Alone, because under contention the control is no yardstick: it is fast since it does not wait, and
/// that is its bug. What a correct fix has to wait for is bounded by `\threshold`; what it costs where
/// nobody is in its way is its own. A difference counts only if it is surely beyond the margin as a
/// factor and surely beyond `least` in milliseconds: below that, one more statement on a loopback
/// connection looks like a slow fix.
package struct LatencyComparison: Hashable, Sendable {
  /// What one block measured of one arm, in milliseconds.
  package struct Sample: Hashable, Sendable {
    package var p50: Double
    /// Nil with too few calls for it to mean anything.
    package var p99: Double?

    /// Fewer calls have no 99th percentile.
    package static let leastForP99 = 100

    package init(p50: Double, p99: Double?) {
      self.p50 = p50
      self.p99 = p99
    }

    /// Of the durations of calls, in milliseconds; nil without any.
    package init?(_ durations: [Double]) {
      guard !durations.isEmpty else { return nil }
      let sorted = durations.sorted()
      func rank(_ percentile: Int) -> Double { sorted[(sorted.count * percentile + 99) / 100 - 1] }
      self.init(p50: rank(50), p99: sorted.count >= Self.leastForP99 ? rank(99) : nil)
    }
  }

  /// What a fix may cost.
  package struct Margins: Hashable, Sendable {
    /// As shares of the control's.
    package var p50 = 0.10
    package var p99 = 0.25
    /// Milliseconds that a fix must cost at least.
    package var least = 1.0

    package init() {}
  }

  /// One figure that is surely worse.
  package struct Worsening: Hashable, Sendable {
    package var metric: Threshold.Metric
    package var ratio: PairedRatio
    package var margin: Double
    /// Milliseconds, the median over the blocks.
    package var before: Double
    package var after: Double
  }

  /// Blocks after which a comparison is looked at, as long as it is open.
  package static let looks = [8, 16, 24]
  /// Of the decision at each look, so that all of them together keep 95%.
  private static let confidence = 1 - 0.05 / Double(looks.count)

  /// Sample by sample of the same block.
  package let control: [Sample]
  package let other: [Sample]
  package let margins: Margins

  package init(control: [Sample], other: [Sample], margins: Margins = Margins()) {
    self.control = control
    self.other = other
    self.margins = margins
  }

  package var p50: PairedRatio? { PairedRatio(pairs(of: .p50)) }
  package var p99: PairedRatio? { PairedRatio(pairs(of: .p99)) }

  /// What is surely worse than the control by more than the margins.
  package var worsenings: [Worsening] {
    [(Threshold.Metric.p50, margins.p50), (.p99, margins.p99)].compactMap(worsening)
  }

  /// Whether two runs of the same program differ by this measure: then it measures the machine.
  package static func differs(_ one: [Sample], from other: [Sample], margins: Margins = Margins()) -> Bool {
    !LatencyComparison(control: one, other: other, margins: margins).worsenings.isEmpty
      || !LatencyComparison(control: other, other: one, margins: margins).worsenings.isEmpty
  }

  /// Whether more blocks could still show the median to be worse, or not.
  package var isOpen: Bool {
    guard worsenings.isEmpty, let found = measure(.p50) else { return false }
    return found.ratio.interval.high > 1 + margins.p50 && found.difference.interval.high > margins.least
  }

  private func worsening(_ metric: Threshold.Metric, _ margin: Double) -> Worsening? {
    guard let found = measure(metric), found.ratio.interval.low > 1 + margin,
      found.difference.interval.low > margins.least
    else { return nil }
    let pairs = pairs(of: metric)
    return Worsening(
      metric: metric, ratio: found.ratio, margin: margin, before: Self.median(pairs.map(\.before)),
      after: Self.median(pairs.map(\.after)))
  }

  private func measure(
    _ metric: Threshold.Metric
  ) -> (ratio: PairedRatio, difference: SignedRank)? {
    let pairs = pairs(of: metric)
    guard let ratio = PairedRatio(pairs, confidence: Self.confidence),
      let difference = SignedRank(pairs.map { $0.after - $0.before }, confidence: Self.confidence)
    else { return nil }
    return (ratio, difference)
  }

  private func pairs(of metric: Threshold.Metric) -> [PairedRatio.Pair] {
    zip(control, other).compactMap { control, other in
      guard metric == .p99 else { return PairedRatio.Pair(before: control.p50, after: other.p50) }
      guard let before = control.p99, let after = other.p99 else { return nil }
      return PairedRatio.Pair(before: before, after: after)
    }
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
