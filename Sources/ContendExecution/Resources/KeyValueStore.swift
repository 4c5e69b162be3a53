import ContendModel

/// What Redis is to an application: a linearizable store outside the database, with expiry.
///
/// A value: time is a parameter, so that it may be real or virtual.
struct KeyValueStore: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    var value: Value
    /// When the entry is gone; nil: never.
    var expiry: Duration?
    /// The client that set it.
    var owner: Int
  }

  private(set) var entries: [String: Entry] = [:]

  /// Carries a command out at a time; returns what it answers, nil where there is nothing to tell.
  mutating func apply(
    _ command: KeyValueCommand, by owner: Int, at now: Duration
  ) throws(KeyValueError) -> Value? {
    let entry = live(command.key, at: now)
    switch command.action {
    case .get:
      return entry?.value
    case .set(let value, let ttl, let onlyIfAbsent):
      guard !onlyIfAbsent || entry == nil else { return .boolean(false) }
      entries[command.key] = Entry(value: value, expiry: ttl.map { now + $0 }, owner: owner)
      return .boolean(true)
    case .delete:
      entries[command.key] = nil
      return nil
    case .increment:
      let old = try number(entry, command.key)
      let (sum, overflow) = old.addingReportingOverflow(1)
      guard !overflow else { throw KeyValueError(key: command.key, value: entry?.value) }
      entries[command.key] = Entry(value: .integer(sum), expiry: entry?.expiry, owner: entry?.owner ?? owner)
      return .integer(sum)
    }
  }

  /// Lets an entry expire before its time.
  mutating func expire(_ key: String) { entries[key] = nil }

  private func live(_ key: String, at now: Duration) -> Entry? {
    guard let entry = entries[key] else { return nil }
    if let expiry = entry.expiry, expiry <= now { return nil }
    return entry
  }

  private func number(_ entry: Entry?, _ key: String) throws(KeyValueError) -> Int64 {
    guard let entry else { return 0 }
    switch entry.value {
    case .integer(let number): return number
    case .string(let text, _):
      if let number = Int64(text) { return number }
    default: break
    }
    throw KeyValueError(key: key, value: entry.value)
  }
}

/// A `\kv` with its expressions worked out.
struct KeyValueCommand: Hashable, Sendable {
  enum Action: Hashable, Sendable {
    case get
    case set(Value, ttl: Duration?, onlyIfAbsent: Bool)
    case delete
    case increment
  }

  var key: String
  var action: Action
}

/// `incr` of what is no integer, or of the largest one.
struct KeyValueError: Error, Hashable {
  var key: String
  var value: Value?

  var message: String {
    "'\\kv incr' requires an integer below the largest one, key '\(key)' holds \(value?.text ?? "NULL")"
  }
}
