package import ContendModel

/// Tells right from wrong by what a round did; it never sees the scheduler.
package protocol Oracle: Sendable {
  func judge(_ history: History) -> Judgement
}

/// Several oracles as one.
package struct CombinedOracle: Oracle {
  private let oracles: [any Oracle]

  package init(_ oracles: [any Oracle]) { self.oracles = oracles }

  /// What every scenario is judged by: outcomes, invariants, `\finally`, and that every call ends.
  package init(judging: Judging) {
    self.init([OutcomeOracle(judging: judging), InvariantOracle(), FinallyOracle(), StuckOracle()])
  }

  package func judge(_ history: History) -> Judgement {
    oracles.reduce(.valid) { $0.merging($1.judge(history)) }
  }
}
