package import ContendModel

/// Names the anomaly of a failing round or schedule.
///
/// What the dependency graph of a traced history shows comes first where the failure is one of state
/// or of the application; then a wait for what has come already; then what a failure says of itself;
/// then `invariant`. Without a trace only kinds can be named.
package struct Classifier: Sendable {
  private let isolation: IsolationLevel

  /// `isolation` is what transactions run at that name no level themselves.
  package init(isolation: IsolationLevel = .readCommitted) { self.isolation = isolation }

  /// Nil if there are no failures.
  package func classify(_ history: History, failures: [Failure]) -> Anomaly? {
    guard let first = failures.first else { return nil }
    let explanation = Explanation(history.calls)
    let kinds = KindName(history: history, explanation: explanation)
    if failures.contains(where: \.needsGraph),
      let anomaly = graphAnomaly(history, explanation)
    {
      return anomaly
    }
    if failures.contains(where: \.mayBeOfWaiting), let found = LostWakeup(history.events).find() {
      return Anomaly(
        .lostWakeup, cause: explanation.cause(found),
        calls: Set([found.wait.callID, found.notification.callID]).sorted())
    }
    let refused = RefusedWrite(history: history, isolation: isolation, explanation: explanation)
    if let anomaly = failures.lazy.compactMap({ refused.anomaly($0) ?? kinds.anomaly($0) }).first {
      return anomaly
    }
    // A call that was given up because it never came to its end was killed by nobody but the harness.
    let killed = history.stuck.isEmpty ? kinds.crash(in: history.calls) : nil
    return killed ?? Anomaly(.invariant, cause: .failure(first.evidence))
  }

  private func graphAnomaly(_ history: History, _ explanation: Explanation) -> Anomaly? {
    guard !history.events.isEmpty else { return nil }
    let transactions = TransactionGrouper.transactions(of: history.events, isolation: isolation)
    if let finding = UseAfterDelete(transactions: transactions).find() {
      return Anomaly(
        .useAfterDelete, cause: explanation.cause(finding), calls: calls(finding.read, finding.deletion)
      )
    }
    let graph = GraphBuilder.graph(of: transactions)
    let cycles = CycleSearch.shortest(in: graph)
    if let (name, cycle) = firstName(cycles, readsOnly: { transactions[$0].writes.isEmpty }) {
      return Anomaly(
        name.anomalyClass, alias: name.alias, cause: explanation.cause(cycle, as: name),
        calls: calls(of: cycle), missed: missed(in: cycle))
    }
    if let found = StaleCache(events: history.events, transactions: transactions).find() {
      return Anomaly(
        .staleCache, cause: explanation.cause(found),
        calls: Set([found.fill.callID, found.write.event.callID, found.use.callID]).sorted(),
        missed: found.origin.isWrite ? [] : [MissedWrite(read: found.origin.event, write: found.write.event)])
    }
    if let anomaly = callAnomaly(graph, transactions, explanation) { return anomaly }
    let acknowledged = Set(history.calls.filter { $0.outcome == .ok }.map(\.id))
    let double = DoubleProcessing(transactions: transactions, acknowledged: acknowledged).find()
    return double.map {
      Anomaly(
        .doubleProcessing, cause: explanation.doneTwice($0.first, $0.second),
        calls: calls($0.first, $0.second))
    }
  }

  /// A cycle over calls where there is none over transactions: the transaction is too small.
  private func callAnomaly(
    _ graph: DependencyGraph, _ transactions: [TransactionTrace], _ explanation: Explanation
  ) -> Anomaly? {
    let calls = Array(Set(transactions.map(\.call))).sorted()
    let index = Dictionary(uniqueKeysWithValues: calls.enumerated().map { ($1, $0) })
    let collapsed = graph.collapsed { index[transactions[$0].call] ?? -1 }
    guard let (name, cycle) = firstName(CycleSearch.shortest(in: collapsed)) else { return nil }
    if name == .doubleProcessing {
      return Anomaly(
        .doubleProcessing, cause: explanation.cause(cycle, as: name), calls: self.calls(of: cycle),
        missed: missed(in: cycle))
    }
    return Anomaly(
      .checkThenAct, cause: .actedLater(explanation.staleReads(cycle).first), calls: self.calls(of: cycle),
      missed: missed(in: cycle))
  }

  private func calls(of cycle: [DependencyGraph.Edge]) -> [CallID] {
    Set(cycle.flatMap { [$0.source.event.callID, $0.target.event.callID] }).sorted()
  }

  private func missed(in cycle: [DependencyGraph.Edge]) -> [MissedWrite] {
    cycle.filter { $0.kind == .readWrite }.map { MissedWrite(read: $0.source.event, write: $0.target.event) }
  }

  private func calls(_ accesses: Access...) -> [CallID] { Set(accesses.map(\.event.callID)).sorted() }

  private func firstName(
    _ cycles: [[DependencyGraph.Edge]], readsOnly: (Int) -> Bool = { _ in false }
  ) -> (CycleName, [DependencyGraph.Edge])? {
    cycles.compactMap { cycle in CycleName(cycle, readsOnly: readsOnly).map { ($0, cycle) } }
      .min { $0.0 < $1.0 }
  }
}

extension Failure {
  /// Whether the failure is one of state or of the application, and says nothing of its cause.
  fileprivate var needsGraph: Bool {
    switch kind {
    case .invariant, .serialOracle, .strictOracle, .rejected, .ok: true
    // An application's reason, no SQLSTATE, which has five characters of digits and capitals.
    case .error(let code):
      code.count != 5 || !code.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
    case .timeout, .poolTimeout, .killed, .stuck: false
    }
  }

  /// Whether a call that waits for ever can be what shows so.
  fileprivate var mayBeOfWaiting: Bool {
    switch kind {
    case .timeout, .stuck, .invariant, .serialOracle, .strictOracle: true
    case .error, .rejected, .ok, .poolTimeout, .killed: false
    }
  }
}
