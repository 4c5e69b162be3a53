import ContendModel
import ContendSQL

/// Names what drove a write that a constraint refused: the cycle that it would have closed.
///
/// The history is read as if the write had been done and its transaction had been committed with it.
struct RefusedWrite {
  let history: History
  let isolation: IsolationLevel
  let explanation: Explanation

  /// Nil where no cycle of transactions goes through it.
  func anomaly(_ failure: Failure) -> Anomaly? {
    guard case .error(let state) = failure.kind, state == "23514" || state == "23P01",
      let index = history.events.firstIndex(where: {
        failure.calls.contains($0.callID) && $0.error?.sqlState == state
      })
    else { return nil }
    let refused = history.events[index]
    let transactions = TransactionGrouper.transactions(of: events(accepting: index), isolation: isolation)
    guard let node = transactions.firstIndex(where: { $0.call == refused.callID && $0.holds(refused) }) else {
      return nil
    }
    let cycles = CycleSearch.shortest(in: GraphBuilder.graph(of: transactions))
    let named = cycles.filter { cycle in cycle.contains { $0.from == node || $0.to == node } }
      .compactMap { cycle in
        CycleName(cycle) { transactions[$0].writes.isEmpty }.map { ($0, cycle) }
      }
    guard let (name, cycle) = named.min(by: { $0.0 < $1.0 }), !isRelative(name, cycle) else { return nil }
    return Anomaly(
      name.anomalyClass, alias: name.alias,
      cause: .refusedWrite(
        code: state, constraint: refused.error?.constraint, explanation.staleReads(cycle)),
      calls: Set(cycle.flatMap { [$0.source.event.callID, $0.target.event.callID] }).sorted())
  }

  /// A relative write loses nothing: what it rests on is a check that no longer holds.
  private func isRelative(_ name: CycleName, _ cycle: [DependencyGraph.Edge]) -> Bool {
    guard name == .lostUpdate || name == .doubleProcessing else { return false }
    let last = cycle.first { $0.kind == .writeWrite }?.target
    return last?.shape.assignments.values.contains { $0.value == nil } ?? true
  }

  private func events(accepting index: Int) -> [Event] {
    var events = history.events
    events[index].error = nil
    events[index].rowCount = max(1, events[index].rowCount)
    let refused = events[index]
    guard refused.kind != .commit else { return events }
    // What the transaction did after the error, which was to end it.
    events.removeAll {
      $0.callID == refused.callID && $0.connection == refused.connection && $0.start > refused.start
    }
    var commit = refused
    commit.kind = .commit
    commit.sql = "COMMIT"
    // After the write, however short that was.
    commit.start = refused.end + .nanoseconds(1)
    commit.end = commit.start
    return events + [commit]
  }
}

extension TransactionTrace {
  /// Whether a statement, or the COMMIT itself, is part of it.
  fileprivate func holds(_ event: Event) -> Bool {
    accesses.contains { $0.event.start == event.start && $0.event.statement == event.statement }
      || commit.start == event.start && commit.end == event.end
  }
}
