import ContendModel
import ContendPostgres

/// Writes down what happens in one run of a schedule, step by step.
///
/// Lives on its lane's loop.
final class ScheduleTrace {
  private(set) var events: [Event] = []
  /// Number of the choice that is carried out.
  private(set) var step = 0
  /// Where the event under way stands in `events`, by client: its answer may come later.
  private var open: [Int: Int] = [:]
  /// The same for operations on what the harness provides.
  private var openOperations: [Int: Int] = [:]
  /// Statements that are no events, by client: they count as sent with the event after them.
  private var passed: [Int: [Event]] = [:]

  func nextStep() { step += 1 }

  /// Its event has not been answered, as far as is written down.
  func isOpen(_ client: ExploreClient) -> Bool { open[client.id] != nil }

  // MARK: Statements

  func begin(_ client: ExploreClient) {
    passBegin(of: client.booking.request, client)
    for var event in passed.removeValue(forKey: client.id) ?? [] {
      event.start = .microseconds(2 * step)
      event.end = .microseconds(2 * step)
      events.append(event)
    }
    open[client.id] = events.count
    events.append(event(of: client, client.booking.request))
  }

  /// It waits: that is part of what happened, whatever comes of it.
  func wait(_ client: ExploreClient) {
    guard let index = open[client.id] else { return }
    events[index].blockedBy = Set(events[index].blockedBy + client.blockedBy).sorted()
  }

  func finish(_ client: ExploreClient) {
    guard let index = open.removeValue(forKey: client.id), let response = client.booking.response else {
      return
    }
    events[index].end = .microseconds(2 * step + 1)
    events[index].fill(response)
  }

  /// A statement that is no event: a rollback belongs to the error before it, the others wait.
  func pass(_ client: ExploreClient, _ request: Request, _ response: Response) {
    passBegin(of: request, client)
    var event = event(of: client, request)
    event.fill(response)
    if request.kind == .rollback || request.kind == .commit {
      events.append(event)
    } else {
      passed[client.id, default: []].append(event)
    }
  }

  private func passBegin(of request: Request, _ client: ExploreClient) {
    guard let begin = request.opening else { return }
    passed[client.id, default: []].append(event(of: client, begin))
  }

  private func event(of client: ExploreClient, _ request: Request) -> Event {
    var event = Event(
      clientID: client.id, call: client.interpreter?.integer(.call) ?? 0,
      attempt: client.interpreter?.integer(.attempt) ?? 1,
      statement: request.preparedAs ?? -1, sql: request.sql, kind: request.kind,
      parameters: request.parameters,
      rows: RowSample(columns: [], rows: [], count: 0), rowCount: 0, error: nil,
      start: .microseconds(2 * step), end: .microseconds(2 * step + 1))
    event.connection = client.used
    return event
  }

  // MARK: What is no statement

  func begin(_ operation: HarnessEvent, of client: ExploreClient) {
    openOperations[client.id] = events.count
    var event = record("\(operation)", client, takesTime: true)
    event.resource = operation.action
    events.append(event)
  }

  func queue(_ client: ExploreClient) {
    guard let index = openOperations[client.id] else { return }
    events[index].blockedBy = client.blockedBy
  }

  func finish(_ client: ExploreClient, _ answer: ResourceAnswer?) {
    guard let index = openOperations.removeValue(forKey: client.id) else { return }
    events[index].end = .microseconds(2 * step + 1)
    events[index].fill(answer)
  }

  /// Something that takes no time and is nobody's event.
  func note(_ text: String, _ client: ExploreClient) {
    events.append(record("-- " + text, client, takesTime: false))
  }

  private func record(_ text: String, _ client: ExploreClient, takesTime: Bool) -> Event {
    var event = event(of: client, Request(sql: text, kind: .harness))
    event.end = .microseconds(2 * step + (takesTime ? 1 : 0))
    return event
  }
}

extension Event {
  fileprivate mutating func fill(_ response: Response) {
    switch response {
    case .success(let result):
      rows = result.sample()
      rowCount = result.affectedRows
      isRolledBack = kind == .commit && result.isRollback
    case .failure(let failure):
      error = failure
    }
  }
}
