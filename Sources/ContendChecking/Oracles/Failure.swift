package import ContendModel

/// One way in which a round failed, with what shows it.
package struct Failure: Hashable, Sendable {
  package var kind: FailureKind
  /// The calls that ended so; empty where the failure is the round's.
  package var calls: [CallID]
  /// Rows that violate an invariant.
  package var rows: RowSample?
  /// What happened, with names and values.
  package var evidence: FailureEvidence

  package init(
    kind: FailureKind, calls: [CallID] = [], rows: RowSample? = nil, evidence: FailureEvidence
  ) {
    self.kind = kind
    self.calls = calls
    self.rows = rows
    self.evidence = evidence
  }
}

extension Failure {
  /// In what the outcome differs from the nearest serial one, where somebody looked.
  package var difference: OutcomeDifference? {
    get { if case .noSerialOrder(_, _, let nearest) = evidence { nearest } else { nil } }
    set {
      guard case .noSerialOrder(let transactions, let ends, _) = evidence else { return }
      evidence = .noSerialOrder(transactions: transactions, ends: ends, nearest: newValue)
    }
  }
}
