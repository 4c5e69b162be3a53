import ContendModel

@testable import ContendChecking

/// Writes a trace by hand: every statement takes one millisecond, the next begins when it ended.
struct TraceBuilder {
  private(set) var events: [Event] = []
  private var clock = Duration.zero
  private var outcomes: [CallID: Outcome] = [:]

  /// One statement of a client's first call; `row` is what it returned, by column.
  mutating func run(
    _ client: Int, _ sql: String, _ parameters: [Value] = [], row: KeyValuePairs<String, String?> = [:],
    count: Int? = nil, error: String? = nil, attempt: Int = 1, took: Duration = .milliseconds(1)
  ) {
    let kind = Self.kind(of: sql)
    let values: [[String?]] = row.isEmpty ? [] : [row.map(\.value)]
    let rows = RowSample(columns: row.map(\.key), rows: values, count: values.count)
    events.append(
      Event(
        clientID: client, call: 1, attempt: attempt, statement: events.count, sql: sql, kind: kind,
        parameters: parameters, rows: rows, rowCount: count ?? (sql.hasPrefix("SELECT") ? values.count : 1),
        error: error.map { SQLError(sqlState: $0, message: "no") }, start: clock, end: clock + took))
    clock += took
  }

  /// One operation on what the harness provides; `answer` is what a `get` gave, nil where it found nothing
  /// and where a wait came to no end.
  mutating func ask(_ client: Int, _ action: ResourceAction, answer: String? = nil) {
    run(client, "\\\(action)")
    events[events.count - 1].kind = .harness
    events[events.count - 1].resource = action
    switch action {
    case .get, .wait: events[events.count - 1].rowCount = answer == nil ? 0 : 1
    default: break
    }
    let rows = answer.map { [[Optional.some($0)]] } ?? []
    events[events.count - 1].rows = RowSample(columns: ["value"], rows: rows, count: rows.count)
  }

  /// Lets the last statement have gone to another connection than `main`.
  mutating func on(_ connection: String) { events[events.count - 1].connection = connection }

  /// Lets the next statement begin together with the last one.
  mutating func together() { clock = events.last?.start ?? clock }

  mutating func end(_ client: Int, _ outcome: Outcome) {
    outcomes[CallID(clientID: client, call: 1)] = outcome
  }

  func history(invariantFails: Bool = true) -> History {
    let clients = Set(events.map(\.clientID)).sorted()
    let calls = clients.map { client in
      CallRecord.sample(
        client: client, outcome: outcomes[CallID(clientID: client, call: 1)] ?? .ok)
    }
    let rows = RowSample(columns: ["sku"], rows: [["A-1"]], count: invariantFails ? 1 : 0)
    return History(
      round: 1, calls: calls, events: events,
      invariants: [InvariantReading(name: "conserved", answer: .rows(rows))], duration: clock)
  }

  /// What the classifier calls the round.
  func anomaly(_ isolation: IsolationLevel = .readCommitted) -> Anomaly? {
    let history = history()
    let judgement = CombinedOracle(judging: Judging()).judge(history)
    return Classifier(isolation: isolation).classify(history, failures: judgement.failures)
  }

  private static func kind(of sql: String) -> StatementKind {
    switch sql.split(separator: " ").first {
    case "BEGIN": .begin
    case "COMMIT": .commit
    case "ROLLBACK": sql.contains("TO") ? .savepoint : .rollback
    case "SAVEPOINT": .savepoint
    case "SET": .setting
    default: .other
    }
  }
}

extension CallRecord {
  static func sample(
    client: Int, outcome: Outcome = .ok, call: Int = 1, start: Duration = .zero,
    duration: Duration = .milliseconds(1), role: String = "client", attempts: Int = 1
  ) -> CallRecord {
    CallRecord(
      clientID: client, client: client, role: role, name: "\(role)\(client)", call: call, outcome: outcome,
      said: [], attempts: attempts, statements: 3 * attempts, duration: duration, start: start, variables: [:]
    )
  }
}
