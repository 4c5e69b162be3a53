import ContendModel
import ContendPostgres

/// Writes down every statement of a traced round.
final class Recorder {
  private(set) var events: [Event] = []
  private let origin: ContinuousClock.Instant

  init(origin: ContinuousClock.Instant) { self.origin = origin }

  var now: Duration { origin.duration(to: .now) }

  func record(
    _ statement: Statement, _ request: Request, _ response: Response, interpreter: CallInterpreter,
    start: Duration
  ) {
    var rows = RowSample(columns: [], rows: [], count: 0)
    var affected = 0
    if case .success(let result) = response {
      rows = result.sample()
      affected = result.affectedRows
    }
    events.append(
      Event(
        clientID: interpreter.integer(.clientID), call: interpreter.integer(.call),
        attempt: interpreter.integer(.attempt), statement: statement.id, sql: request.sql,
        kind: statement.kind, parameters: request.parameters, rows: rows, rowCount: affected,
        error: response.error, start: start, end: now))
  }
}

extension CallInterpreter {
  func integer(_ variable: Variable) -> Int {
    if case .integer(let number) = frame[variable] { Int(number) } else { 0 }
  }
}
