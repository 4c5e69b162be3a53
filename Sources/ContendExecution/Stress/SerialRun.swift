package import ContendModel

/// A complete round whose calls ran one after another.
package struct SerialRun: Sendable {
  package var order: [CallID]
  package var history: History
  package var work: SerialWork

  /// - Parameter seen: the tables before the first call, and after each of them.
  init(order: [CallID], history: History, seen: [[String: TableContent]], isTogether: Bool) {
    self.order = order
    self.history = history
    let changes = zip(seen, seen.dropFirst()).map { Self.changes(from: $0, to: $1) }
    let calls = history.calls
    // What several calls did together is the work of one, that went well if one of them did.
    let isOK = calls.contains { $0.outcome.kind == .ok }
    let together = CallWork(
      outcome: isOK ? .ok : calls.first?.outcome.kind ?? .killed,
      losesWrites: calls.contains(where: \.losesWrites),
      changes: changes.last ?? [:])
    work = SerialWork(
      calls: isTogether
        ? [together]
        : zip(calls, changes).map {
          CallWork(outcome: $0.outcome.kind, losesWrites: $0.losesWrites, changes: $1)
        },
      tables: seen.last ?? [:])
  }

  private static func changes(
    from before: [String: TableContent], to after: [String: TableContent]
  ) -> [String: TableChange] {
    var changes: [String: TableChange] = [:]
    for (table, content) in after {
      guard let change = before[table]?.change(to: content), !change.isNone else { continue }
      changes[table] = change
    }
    return changes
  }
}
