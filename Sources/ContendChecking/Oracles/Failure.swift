package import ContendModel

/// One way in which a round failed, with what shows it.
package struct Failure: Hashable, Sendable {
  package var kind: FailureKind
  /// The calls that ended so; empty where the failure is the round's.
  package var calls: [CallID]
  /// Rows that violate an invariant.
  package var rows: RowSample?
  /// In what the outcome differs from the nearest serial one, where somebody looked.
  package var difference: OutcomeDifference?
  /// What happened, with names and values, ending in a full stop.
  package var sentence: String

  package init(
    kind: FailureKind, calls: [CallID] = [], rows: RowSample? = nil, sentence: String
  ) {
    self.kind = kind
    self.calls = calls
    self.rows = rows
    self.sentence = sentence
  }
}
