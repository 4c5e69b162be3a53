package import ContendModel

/// Judges the state after the round: a row that an invariant returns violates it.
package struct InvariantOracle: Oracle {
  package init() {}

  package func judge(_ history: History) -> Judgement {
    history.invariants.reduce(.valid) { $0.merging(judge($1)) }
  }

  private func judge(_ reading: InvariantReading) -> Judgement {
    switch reading.answer {
    case .failed(let error):
      return .unknown([
        "The query of invariant \(reading.name) failed with \(error.sqlState): \(error.message)."
      ])
    case .rows(let sample):
      guard sample.count > 0 else { return .valid }
      return .invalid([
        Failure(
          kind: .invariant(reading.name), rows: sample,
          evidence: .rows(invariant: reading.name, sample: sample))
      ])
    }
  }
}
