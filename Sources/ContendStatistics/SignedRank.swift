/// The centre of paired differences and its exact interval, whatever their distribution, as long as it
/// is symmetric.
///
/// Hodges and Lehmann, "Estimates of location based on rank tests", Ann. Math. Statist. 34 (1963): the
/// estimate is the median of the Walsh averages (xᵢ + xⱼ)/2, i ≤ j, and the interval lies between two of
/// them that Wilcoxon's signed-rank distribution, counted out exactly, picks (Hollander, Wolfe and
/// Chicken, Nonparametric Statistical Methods, 3rd ed., section 3.3).
package struct SignedRank: Hashable, Sendable {
  package var estimate: Double
  package var interval: Interval

  /// With fewer pairs there is no interval of 95%.
  package static let leastPairs = 6
  /// More pairs than this would take long to count out; the last ones are left away.
  package static let mostPairs = 200

  /// Nil with fewer than six differences.
  package init?(_ differences: [Double], confidence: Double = 0.95) {
    let differences = differences.prefix(Self.mostPairs)
    guard differences.count >= Self.leastPairs else { return nil }
    let averages = Self.walshAverages(Array(differences))
    let outside = Self.averagesOutside(pairs: differences.count, confidence: confidence)
    guard outside >= 1 else { return nil }
    estimate = Self.median(averages)
    interval = Interval(low: averages[outside - 1], high: averages[averages.count - outside])
  }

  /// The median of a sorted list that is not empty.
  private static func median(_ sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  private static func walshAverages(_ values: [Double]) -> [Double] {
    var averages: [Double] = []
    averages.reserveCapacity(values.count * (values.count + 1) / 2)
    for (index, value) in values.enumerated() {
      for other in values[index...] { averages.append((value + other) / 2) }
    }
    return averages.sorted()
  }

  /// The rank, from 1, of the Walsh average at which the interval begins: the largest k with
  /// P(W ≤ k - 1) ≤ (1 - confidence)/2; 0 if there is none.
  static func averagesOutside(pairs: Int, confidence: Double) -> Int {
    let limit = (1 - confidence) / 2
    var sum = 0.0
    for (rankSum, probability) in distribution(pairs: pairs).enumerated() {
      sum += probability
      if sum > limit { return rankSum }
    }
    return 0
  }

  /// P(W = w) for w = 0… of the sum of the ranks of the positive differences, if either sign is as likely.
  private static func distribution(pairs: Int) -> [Double] {
    var probabilities = [1.0]
    for rank in 1...pairs {
      var next = [Double](repeating: 0, count: probabilities.count + rank)
      for (sum, probability) in probabilities.enumerated() {
        next[sum] += probability / 2
        next[sum + rank] += probability / 2
      }
      probabilities = next
    }
    return probabilities
  }
}
