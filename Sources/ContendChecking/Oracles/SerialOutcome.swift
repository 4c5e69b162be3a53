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
