package import ContendChecking
package import ContendModel
package import ContendStatistics

/// How the rounds of one variant were judged: all that verdicts take from them.
package struct JudgedRounds: Codable, Hashable, Sendable {
  /// In how many rounds a kind of failure showed, and in which first.
  package struct KindTally: Codable, Hashable, Sendable {
    package var rounds: Int
    package var firstRound: Int
    /// What happened first, the server's message included.
    package var evidence: FailureEvidence?
  }

  /// Reasons kept of rounds that could not be judged.
  package static let reasonLimit = 3

  package private(set) var rounds = 0
  package private(set) var failedRounds = 0
  package private(set) var failures: [FailureKind: KindTally] = [:]
  package private(set) var unknownRounds = 0
  /// The first different reasons why rounds could not be judged.
  package private(set) var unknownReasons: [String] = []

  package init() {}

  package mutating func add(_ judgement: Judgement, round: Int) {
    rounds += 1
    switch judgement {
    case .valid: break
    case .invalid:
      failedRounds += 1
      for kind in judgement.kinds {
        let first = failures[kind] == nil ? judgement.failures.first { $0.kind == kind } : nil
        failures[kind, default: KindTally(rounds: 0, firstRound: round, evidence: first?.evidence)].rounds +=
          1
      }
    case .unknown(let reasons):
      unknownRounds += 1
      for reason in reasons
      where unknownReasons.count < Self.reasonLimit && !unknownReasons.contains(reason) {
        unknownReasons.append(reason)
      }
    }
  }

  /// Failed rounds a round, 0...1; nil without rounds.
  package var failureRate: Double? {
    rounds > 0 ? Double(failedRounds) / Double(rounds) : nil
  }

  var failureShare: Share { Share(failedRounds, of: rounds) }

  /// The exact 95% interval of the failure rate.
  package var failureInterval: Interval {
    ClopperPearson.interval(successes: failedRounds, trials: rounds)
  }
}
