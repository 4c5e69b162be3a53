import ContendChecking
import ContendModel
import ContendReport

extension CounterexampleSection {
  /// The calls of a traced round that show the failure, as lanes.
  ///
  /// A round has far more calls than a person can read: those that `calls` names are kept.
  init(_ history: History, failure: Failure, calls: [CallID], sentence: String) {
    let records = history.calls.filter { calls.contains(CallID($0)) }
    let clients = records.map(\.clientID).uniqued().sorted()
    let names = clients.map { id in records.first { $0.clientID == id }?.name ?? "client\(id)" }
    let events = history.events.filter { calls.contains(CallID(clientID: $0.clientID, call: $0.call)) }
    let steps = events.enumerated().map { index, event in
      StepSection(
        event, client: (clients.firstIndex(of: event.clientID) ?? 0) + 1,
        answeredAfter: events.lastIndex { $0.start < event.end }.flatMap { $0 == index ? nil : $0 + 1 },
        outcome: events[(index + 1)...].contains { $0.isOfSameCall(as: event) }
          ? nil : records.first { CallID($0) == CallID(clientID: event.clientID, call: event.call) }?.outcome.token)
    }
    self.init(
      round: history.round, clients: names, steps: steps, kind: failure.kind, failure: sentence,
      violated: failure.rows)
  }
}

extension StepSection {
  fileprivate init(_ event: Event, client: Int, answeredAfter: Int?, outcome: String?) {
    self.init(
      client: client, call: event.call, attempt: event.attempt, sql: event.sql,
      values: event.parameters.map(\.text), rows: event.rows.columns.isEmpty ? nil : event.rows,
      rowCount: event.rowCount,
      error: event.error.map { StepErrorSection(sqlState: $0.sqlState, message: $0.message) },
      answeredAfterStep: answeredAfter, outcome: outcome)
  }
}

extension Event {
  fileprivate func isOfSameCall(as other: Event) -> Bool { clientID == other.clientID && call == other.call }
}

extension Outcome {
  /// As `outcomes` of a result names it: `ok`, `rejected:out_of_stock`, `error:40001`.
  var token: String { detail.map { "\(kind.rawValue):\($0)" } ?? kind.rawValue }
}

extension Sequence where Element: Hashable {
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
