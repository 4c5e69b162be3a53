import ContendModel
import ContendPostgres

/// Writes down every statement of a traced round, and what its calls ask of the harness.
final class Recorder {
  private(set) var events: [Event] = []
  private let origin: ContinuousClock.Instant

  init(origin: ContinuousClock.Instant) { self.origin = origin }

  var now: Duration { origin.duration(to: .now) }

  func record(
    _ statement: Statement, _ request: Request, _ response: Response, on connection: String,
    in frame: Variables, start: Duration
  ) {
    var rows = RowSample(columns: [], rows: [], count: 0)
    var affected = 0
    if case .success(let result) = response {
      rows = result.sample()
      affected = result.affectedRows
    }
    var event = Event(
      clientID: frame.integer(.clientID), call: frame.integer(.call),
      attempt: frame.integer(.attempt), statement: statement.id, sql: request.sql,
      kind: statement.kind, parameters: request.parameters, rows: rows, rowCount: affected,
      error: response.error, start: start, end: now)
    event.connection = connection
    event.isRolledBack = statement.kind == .commit && response.isRollback
    events.append(event)
  }

  func record(
    _ operation: ResourceOperation, _ answer: ResourceAnswer?, on connection: String, in frame: Variables,
    start: Duration
  ) {
    var event = Event(
      clientID: frame.integer(.clientID), call: frame.integer(.call), attempt: frame.integer(.attempt),
      statement: -1, sql: "\(operation)", kind: .harness, parameters: [],
      rows: RowSample(columns: [], rows: [], count: 0), rowCount: 0, error: nil, start: start, end: now)
    event.connection = connection
    event.resource = operation.action
    event.fill(answer)
    events.append(event)
  }
}

extension Variables {
  func integer(_ variable: Variable) -> Int {
    if case .integer(let number) = self[variable] { Int(number) } else { 0 }
  }
}
