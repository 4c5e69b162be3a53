package import ContendModel

/// What a run came to, as far as its clients and the database can tell.
package struct SerialOutcome: Hashable, Sendable {
  private let told: [CallID: String]
  private let state: String

  /// Calls that took no effect are left out.
  package init(_ history: History, without absent: Set<CallID> = []) {
    let present = history.calls.filter { !absent.contains($0.id) }
    told = Dictionary(present.map { ($0.id, ([$0.outcome.description] + $0.said).joined(separator: "\n")) }) {
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
  /// What the serial orders of the other calls come to, by the calls that took no effect.
  private let outcomes: [Set<CallID>: Set<SerialOutcome>]

  package init(_ outcomes: [Set<CallID>: Set<SerialOutcome>]) { self.outcomes = outcomes }

  /// The calls of a history that took no effect, because they ended in an error.
  package static func absentCalls(of history: History) -> Set<CallID> {
    Set(history.calls.filter { $0.outcome.kind != .ok && $0.outcome.kind != .rejected }.map(\.id))
  }

  package func judge(_ history: History) -> Judgement {
    let absent = SerialOracle.absentCalls(of: history)
    guard let allowed = outcomes[absent], history.finalState != nil else { return .valid }
    guard !allowed.contains(SerialOutcome(history, without: absent)) else { return .valid }
    let calls = history.calls.filter { !absent.contains($0.id) }
    let told = calls.map { "\($0.spokenName): \($0.outcome)" }.joined(separator: ", ")
    return .invalid([
      Failure(
        kind: .serialOracle, calls: calls.map(\.id),
        sentence: "No serial order of the calls gives this outcome (\(told)).")
    ])
  }
}
