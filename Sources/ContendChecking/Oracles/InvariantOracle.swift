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
          kind: .invariant(reading.name), rows: sample, sentence: sentence(reading.name, sample))
      ])
    }
  }

  private func sentence(_ name: String, _ sample: RowSample) -> String {
    let count = sample.count == 1 ? "1 row violates" : "\(sample.count) rows violate"
    guard let row = sample.rows.first, row.count == sample.columns.count else {
      return "\(count) invariant \(name)."
    }
    let values = zip(sample.columns, row).map { "\($0) = \($1 ?? "NULL")" }
    return "\(count) invariant \(name): \(values.joined(separator: ", "))."
  }
}
