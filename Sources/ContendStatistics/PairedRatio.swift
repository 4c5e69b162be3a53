/// By which factor a figure changed between two arms that ran side by side, block by block.
///
/// The logarithm of the ratio of each block is a difference that the drift of the machine has left,
/// since it hits both arms of a block alike; `SignedRank` gives centre and interval of these.
package struct PairedRatio: Codable, Hashable, Sendable {
  /// The figure of both arms in one block.
  package struct Pair: Hashable, Sendable {
    package var before: Double
    package var after: Double

    package init(before: Double, after: Double) {
      self.before = before
      self.after = after
    }
  }

  package var ratio: Double
  /// Exact.
  package var interval: Interval
  package var blocks: Int

  /// Nil with too few blocks, fewer than six at 95%, in which both figures are above 0.
  package init?(_ pairs: [Pair], confidence: Double = 0.95) {
    let usable = pairs.filter { $0.before > 0 && $0.after > 0 }
    guard
      let logs = SignedRank(usable.map { ($0.after / $0.before).naturalLogarithm }, confidence: confidence)
    else { return nil }
    ratio = logs.estimate.exponential
    interval = Interval(low: logs.interval.low.exponential, high: logs.interval.high.exponential)
    blocks = min(usable.count, SignedRank.mostPairs)
  }
}
