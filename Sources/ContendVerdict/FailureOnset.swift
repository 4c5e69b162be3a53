import ContendStatistics

/// Where along a sweep failures start.
package struct FailureOnset: Hashable, Sendable {
  /// What the rounds at one value came to.
  package struct Point: Hashable, Sendable {
    package var rounds: Int
    package var failedRounds: Int

    package init(rounds: Int, failedRounds: Int) {
      self.rounds = rounds
      self.failedRounds = failedRounds
    }

    var interval: Interval { ClopperPearson.interval(successes: failedRounds, trials: rounds) }
  }

  /// Index of the first value with a failing round.
  package var index: Int
  /// The rate there could be at the value before without its having shown; nil if failures start at once.
  package var boundBefore: Double?
  /// Indices of later values where no round failed: beyond the onset, chance or the program decides.
  package var gaps: [Int]

  /// The onset along values in their order; nil if no round failed anywhere.
  package static func find(_ points: [Point]) -> FailureOnset? {
    let run = points.indices.filter { points[$0].rounds > 0 }
    guard let first = run.first(where: { points[$0].failedRounds > 0 }) else { return nil }
    return FailureOnset(
      index: first, boundBefore: run.last { $0 < first }.map { points[$0].interval.high },
      gaps: run.filter { $0 > first && points[$0].failedRounds == 0 })
  }
}
