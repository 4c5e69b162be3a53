import ContendModel
import ContendSQL

/// Cuts a trace into its committed transactions.
///
/// A statement outside `BEGIN … COMMIT` is a transaction of its own; what is rolled back, or still open
/// when its attempt ends, does not count. A `ROLLBACK TO` revives a failed transaction; what it undid
/// is kept, which can only add edges to a transaction that did touch these rows.
struct TransactionGrouper {
  private let isolation: IsolationLevel
  private let accesses: AccessReader

  static func transactions(of events: [Event], isolation: IsolationLevel) -> [TransactionTrace] {
    let grouper = TransactionGrouper(isolation: isolation, accesses: AccessReader(events))
    // Each connection of a call has transactions of its own.
    let sessions = Dictionary(grouping: events) { SessionID(call: $0.callID, connection: $0.connection) }
    return sessions.keys.sorted().flatMap { id in
      grouper.transactions(of: id.call, (sessions[id] ?? []).sorted { $0.start < $1.start })
    }
  }

  private struct SessionID: Hashable, Comparable {
    var call: CallID
    var connection: String

    static func < (left: SessionID, right: SessionID) -> Bool {
      (left.call, left.connection) < (right.call, right.connection)
    }
  }

  private struct Open {
    var trace: TransactionTrace
    var attempt: Int
    var hasFailed = false
  }

  private func transactions(of call: CallID, _ events: [Event]) -> [TransactionTrace] {
    var committed: [TransactionTrace] = []
    var open: Open?
    for event in events {
      if let attempt = open?.attempt, attempt != event.attempt { open = nil }
      switch event.kind {
      case .begin:
        open = Open(trace: trace(of: call, event), attempt: event.attempt)
      case .commit:
        if let done = open, !done.hasFailed, event.error == nil { committed.append(closed(done, by: event)) }
        open = nil
      case .rollback:
        open = nil
      case .harness:
        break
      case .savepoint:
        open?.hasFailed = event.error != nil
      case .setting:
        if isFixed(event.sql) { open?.trace.hasFixedSnapshot = true }
      case .other:
        if open == nil {
          committed += autocommitted(event, of: call)
        } else if event.error != nil {
          open?.hasFailed = true
        } else if let access = accesses.access(event) {
          open?.trace.accesses.append(access)
        }
      }
    }
    return committed
  }

  private func trace(of call: CallID, _ event: Event) -> TransactionTrace {
    TransactionTrace(
      call: call, hasFixedSnapshot: isFixed(event.sql) || isolation != .readCommitted,
      commit: .init(start: event.start, end: event.end))
  }

  private func closed(_ open: Open, by event: Event) -> TransactionTrace {
    var trace = open.trace
    trace.commit = .init(start: event.start, end: event.end)
    return trace
  }

  private func autocommitted(_ event: Event, of call: CallID) -> [TransactionTrace] {
    guard event.error == nil, let access = accesses.access(event) else { return [] }
    var trace = trace(of: call, event)
    trace.accesses = [access]
    return [trace]
  }

  private func isFixed(_ sql: String) -> Bool {
    let text = sql.uppercased()
    return text.contains(IsolationLevel.repeatableRead.rawValue)
      || text.contains(IsolationLevel.serializable.rawValue)
  }
}

/// Turns events into accesses; knows which columns the trace changes, since these tell no row.
struct AccessReader {
  private var changed: [String: Set<String>] = [:]

  init(_ events: [Event]) {
    for event in events {
      guard let shape = StatementShape(event), shape.operation == .update else { continue }
      changed[shape.table, default: []].formUnion(shape.assignments.keys)
    }
  }

  func access(_ event: Event) -> Access? {
    guard let shape = StatementShape(event) else { return nil }
    let changed = changed[shape.table] ?? []
    return Access(
      event: event, shape: shape, key: shape.equalities.filter { !changed.contains($0.key) })
  }
}

extension StatementShape {
  fileprivate init?(_ event: Event) {
    guard event.kind == .other else { return nil }
    self.init(sql: event.sql, parameters: event.parameters)
  }
}
