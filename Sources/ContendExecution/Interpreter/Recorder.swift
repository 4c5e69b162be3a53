import ContendModel
import ContendPostgres

/// Writes down every statement of a traced round.
final class Recorder {
  private(set) var events: [Event] = []
  private let origin: ContinuousClock.Instant

  init(origin: ContinuousClock.Instant) { self.origin = origin }

  var now: Duration { origin.duration(to: .now) }

  func record(
    _ statement: Statement, _ request: Request, _ response: Response, in frame: Variables, start: Duration
  ) {
    var rows = RowSample(columns: [], rows: [], count: 0)
    var affected = 0
    if case .success(let result) = response {
      rows = result.sample()
      affected = result.affectedRows
    }
    events.append(
      Event(
        clientID: frame.integer(.clientID), call: frame.integer(.call),
        attempt: frame.integer(.attempt), statement: statement.id, sql: request.sql,
        kind: statement.kind, parameters: request.parameters, rows: rows, rowCount: affected,
        error: response.error, start: start, end: now))
  }
}

extension Variables {
  func integer(_ variable: Variable) -> Int {
    if case .integer(let number) = self[variable] { Int(number) } else { 0 }
  }
}
