import ContendModel
import ContendSQL

/// Finds a call that waits for a notification which has been sent already.
///
/// Either it was sent before what it tells of was visible, so that the call looked too early; or before
/// the call's LISTEN took effect, which it does only at the end of its transaction.
struct LostWakeup {
  enum Cause: Hashable {
    case sentTooEarly
    case listenedTooLate
  }

  struct Finding {
    /// What never came to an end.
    var wait: Event
    var notification: Event
    var cause: Cause
    /// What the call had read before it waited.
    var look: Event?
  }

  private let events: [Event]
  private let commits: CommitTimes

  init(_ events: [Event]) {
    self.events = events
    commits = CommitTimes(events)
  }

  /// Nil unless a call waited in vain.
  func find() -> Finding? {
    events.lazy.filter { $0.rowCount == 0 }.compactMap { wait in
      guard case .wait(let channel)? = wait.resource else { return nil }
      return finding(wait, channel)
    }.first
  }

  private func finding(_ wait: Event, _ channel: String) -> Finding? {
    let listening = events.filter {
      $0.clientID == wait.clientID && $0.connection == wait.connection && $0.error == nil
        && $0.start < wait.start && $0.listens(to: channel)
    }.compactMap(commits.end).min()
    guard let listening else { return nil }
    let look = events.last { $0.callID == wait.callID && $0.end <= wait.start && $0.isRead }
    let sent = events.filter {
      $0.callID != wait.callID && $0.error == nil && $0.notifies(channel) && commits.end($0) != nil
    }
    if let look, let early = sent.last(where: { isTooEarly($0, look) }) {
      return Finding(wait: wait, notification: early, cause: .sentTooEarly, look: look)
    }
    let missed = sent.last { commits.end($0).map { $0 <= listening } ?? false }
    return missed.map { Finding(wait: wait, notification: $0, cause: .listenedTooLate, look: look) }
  }

  /// It was sent before the call looked, and what its sender wrote came afterwards.
  private func isTooEarly(_ notification: Event, _ look: Event) -> Bool {
    guard let sent = commits.end(notification), sent <= look.start else { return false }
    return events.contains { write in
      write.callID == notification.callID && write.isWrite && write.error == nil
        && (commits.end(write).map { $0 > look.end } ?? false)
    }
  }
}

/// When what a statement did took effect: at the end of its transaction.
struct CommitTimes {
  private var ends: [Key: Duration] = [:]

  private struct Key: Hashable {
    var call: CallID
    var connection: String
    var start: Duration
    var sql: String

    init(_ event: Event) {
      (call, connection, start, sql) = (event.callID, event.connection, event.start, event.sql)
    }
  }

  init(_ events: [Event]) {
    var open: [String: [Key]] = [:]
    for event in events.sorted(by: { $0.start < $1.start }) where event.resource == nil {
      let session = "\(event.callID) \(event.connection)"
      switch event.kind {
      case .begin: open[session] = []
      case .commit:
        for key in open.removeValue(forKey: session) ?? [] where event.error == nil { ends[key] = event.end }
      case .rollback: open[session] = nil
      case .harness, .savepoint, .setting: break
      case .other:
        if open[session] == nil { ends[Key(event)] = event.end } else { open[session]?.append(Key(event)) }
      }
    }
  }

  /// Nil for what was rolled back, or never committed.
  func end(_ event: Event) -> Duration? { ends[Key(event)] }
}

extension Event {
  private var tokens: [SQLToken] { kind == .other ? SQLLexer.tokens(sql) ?? [] : [] }

  fileprivate func listens(to channel: String) -> Bool {
    let tokens = tokens
    return tokens.first == .word("listen") && tokens.count > 1 && tokens[1].isName(channel)
  }

  /// `NOTIFY` itself or `pg_notify`; what a trigger sends cannot be seen.
  fileprivate func notifies(_ channel: String) -> Bool {
    let tokens = tokens
    if tokens.first == .word("notify") { return tokens.count > 1 && tokens[1].isName(channel) }
    guard let function = tokens.firstIndex(of: .word("pg_notify")), tokens.count > function + 2 else {
      return false
    }
    switch tokens[function + 2] {
    case .string(let name): return name == channel
    case .parameter(let number):
      return parameters.indices.contains(number - 1) && parameters[number - 1].text == channel
    default: return false
    }
  }

  fileprivate var isRead: Bool { tokens.first == .word("select") && error == nil }

  fileprivate var isWrite: Bool {
    guard case .word(let word)? = tokens.first, rowCount > 0 else { return false }
    return ["insert", "update", "delete", "merge", "with"].contains(word)
  }
}

extension SQLToken {
  fileprivate func isName(_ name: String) -> Bool { self == .word(name) || self == .identifier(name) }
}
