package import ContendModel

/// The outcome must be one that some serial order of the calls gives; `strict` also wants that order to
/// agree with real time: a call that ended before another began comes before it.
///
/// A call that ended in an error has the effect of what it had committed before, which is nothing for
/// a call of one transaction: such calls are left out of the orders.
package struct SerialOracle: Oracle {
  /// What serial orders of some calls come to, each outcome with the orders that give it; without
  /// orders where the units are transactions.
  package typealias Outcomes = [SerialOutcome: [[CallID]]]

  /// By the calls that took effect.
  private let outcomes: [Set<CallID>: Outcomes]
  private let unit: Atomicity
  private let isStrict: Bool

  package init(_ outcomes: [Set<CallID>: Outcomes], unit: Atomicity = .operation, isStrict: Bool = false) {
    self.outcomes = outcomes
    self.unit = unit
    self.isStrict = isStrict
  }

  /// The calls of a history that took effect: those that did not end in an error.
  package static func effectiveCalls(of history: History) -> Set<CallID> {
    Set(history.calls.filter(\.isEffective).map(\.id))
  }

  /// Whether a call had committed something before it ended in an error: it took effect in part, which
  /// no order of whole calls can show.
  package static func hasPartialCalls(_ history: History) -> Bool {
    history.calls.contains { call in
      guard !call.isEffective else { return false }
      // The connections that a transaction is open on.
      var open: Set<String> = []
      for event in history.events where event.callID == call.id && event.error == nil {
        switch event.kind {
        case .begin: open.insert(event.connection)
        case .rollback: open.remove(event.connection)
        case .commit: return true
        case .other: if !open.contains(event.connection), !event.isPlainRead { return true }
        case .harness: if event.resource?.changedKey != nil, event.rowCount > 0 { return true }
        case .savepoint, .setting: break
        }
      }
      return false
    }
  }

  package func judge(_ history: History) -> Judgement {
    let effective = SerialOracle.effectiveCalls(of: history)
    guard let allowed = outcomes[effective], history.finalState != nil else { return .valid }
    let calls = history.calls.filter { effective.contains($0.id) }
    let ends = calls.map { FailureEvidence.CallEnd(name: $0.spokenName, outcome: $0.outcome.description) }
    guard let orders = allowed[SerialOutcome(history, of: effective)] else {
      return .invalid([
        Failure(
          kind: .serialOracle, calls: calls.map(\.id),
          evidence: .noSerialOrder(transactions: unit == .transaction, ends: ends, nearest: nil))
      ])
    }
    let spans = CallSpans(history.events)
    guard isStrict, !orders.contains(where: spans.agree) else { return .valid }
    return .invalid([
      Failure(
        kind: .strictOracle, calls: calls.map(\.id), evidence: .onlyEarlierOrders(ends: ends))
    ])
  }
}

extension CallRecord {
  fileprivate var isEffective: Bool { outcome.kind == .ok || outcome.kind == .rejected }
}

extension Event {
  fileprivate var isPlainRead: Bool {
    let word = sql.prefix { $0.isLetter }.lowercased()
    return ["select", "show", "table", "values"].contains(word)
  }
}

/// When each call began and ended.
private struct CallSpans {
  private var spans: [CallID: (start: Duration, end: Duration)] = [:]

  init(_ events: [Event]) {
    for event in events {
      let known = spans[event.callID] ?? (event.start, event.end)
      spans[event.callID] = (min(known.start, event.start), max(known.end, event.end))
    }
  }

  /// Nobody comes after a call that began only when he had ended.
  func agree(_ order: [CallID]) -> Bool {
    for (place, later) in order.enumerated() {
      guard let end = spans[later]?.end else { continue }
      if order[..<place].contains(where: { spans[$0].map { end < $0.start } ?? false }) { return false }
    }
    return true
  }
}
