package import ContendModel
package import ContendStatistics

/// One kind of failure of one variant and how often it was seen.
package struct FailureSection: Codable, Hashable, Sendable {
  /// `FailureKind` as text, such as `error:23514` or `invariant:conserved`.
  package var kind: String
  /// Stress rounds with this failure; nil if stress did not run.
  package var rounds: Int?
  /// Share of all stress rounds.
  package var rate: Double?
  package var interval: Interval?
  /// The first stress round with it, from 1.
  package var firstRound: Int?
  /// Schedules of explore with this failure; nil if explore did not run.
  package var schedules: Int?
  /// What happened, in one sentence with its figures.
  package var sentence: String
  /// Violating rows of the first failure.
  package var sample: RowSample?
  /// Of `oracle:serial`: the serial order that comes nearest; nil where it cannot be shown.
  package var nearest: NearestSection?

  package init(
    _ kind: FailureKind, rounds: Int? = nil, rate: Double? = nil, interval: Interval? = nil,
    firstRound: Int? = nil, schedules: Int? = nil, sentence: String, sample: RowSample? = nil,
    nearest: NearestSection? = nil
  ) {
    self.kind = kind.description
    self.rounds = rounds
    self.rate = rate
    self.interval = interval
    self.firstRound = firstRound
    self.schedules = schedules
    self.sentence = sentence
    self.sample = sample
    self.nearest = nearest
  }

  private enum CodingKeys: String, CodingKey {
    case kind, rounds, rate, interval
    case firstRound = "first_round"
    case schedules, sentence, sample, nearest
  }
}
