package import ContendModel

/// What a run came to, as far as its clients and the database can tell.
package struct SerialOutcome: Hashable, Sendable {
  private let told: [CallID: String]
  private let state: String

  /// - Parameter calls: those that count; nil is all of them.
  package init(_ history: History, of calls: Set<CallID>? = nil) {
    let counting = history.calls.filter { calls?.contains($0.id) != false }
    told = Dictionary(counting.map { ($0.id, ([$0.outcome.description] + $0.said).joined(separator: "\n")) })
    {
      $1
    }
    state = history.finalState ?? ""
  }
}

/// The outcome must be one that some serial order of the calls gives.
///
/// A call that ended in an error has the effect of what it had committed before, which is nothing for
/// a call of one transaction: such calls are left out of the orders.
package struct SerialOracle: Oracle {
  /// What the serial orders of these calls come to, by the calls that took effect.
  private let outcomes: [Set<CallID>: Set<SerialOutcome>]

  package init(_ outcomes: [Set<CallID>: Set<SerialOutcome>]) { self.outcomes = outcomes }

  /// The calls of a history that took effect: those that did not end in an error.
  package static func effectiveCalls(of history: History) -> Set<CallID> {
    Set(history.calls.filter { $0.outcome.kind == .ok || $0.outcome.kind == .rejected }.map(\.id))
  }

  package func judge(_ history: History) -> Judgement {
    let effective = SerialOracle.effectiveCalls(of: history)
    guard let allowed = outcomes[effective], history.finalState != nil else { return .valid }
    guard !allowed.contains(SerialOutcome(history, of: effective)) else { return .valid }
    let calls = history.calls.filter { effective.contains($0.id) }
    let told = calls.map { "\($0.spokenName): \($0.outcome)" }.joined(separator: ", ")
    return .invalid([
      Failure(
        kind: .serialOracle, calls: calls.map(\.id),
        sentence: "No serial order of the calls gives this outcome (\(told)).")
    ])
  }
}
