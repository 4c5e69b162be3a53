import ContendModel
import ContendSQL

/// Finds a value that a cache gave out after the write that had made it out of date was committed.
///
/// Somebody put into the store what it had read, or written, before another call's write of the same
/// rows was visible; and the entry was still there, or came only, when that write had been committed.
/// Whether the writer took the entry out in between makes no difference to who is given it.
struct StaleCache {
  let events: [Event]
  let transactions: [TransactionTrace]

  struct Finding {
    /// What the entry was made from.
    var origin: Access
    /// Put it into the store.
    var fill: Event
    /// Made it out of date.
    var write: Access
    /// Was given it all the same.
    var use: Event
  }

  /// The first use of an entry that was out of date.
  func find() -> Finding? {
    let lookups = events.filter { $0.isLookup && $0.rowCount > 0 }.sorted { $0.start < $1.start }
    return lookups.lazy.compactMap { use in
      fill(seenBy: use).flatMap { fill in
        origin(of: fill).flatMap { finding($0.trace, $0.access, fill, use) }
      }
    }.first
  }

  /// What put the value there that a lookup was given.
  private func fill(seenBy use: Event) -> Event? {
    guard case .get(let key)? = use.resource else { return nil }
    let last = events.filter { $0.rowCount > 0 && $0.resource?.changedKey == key && $0.end <= use.start }
      .max { $0.end < $1.end }
    guard let last, case .set(_, let value)? = last.resource, use.rows.rows == [[value]] else { return nil }
    return last
  }

  /// What the caller had read or written last when it filled the entry: best what tells the value itself.
  private func origin(of fill: Event) -> (trace: TransactionTrace, access: Access)? {
    guard case .set(_, let value?)? = fill.resource else { return nil }
    let before = transactions.filter { $0.call == fill.callID }.flatMap { trace in
      trace.accesses.map { (trace: trace, access: $0) }
    }.filter { $0.access.event.end <= fill.start }
    let telling = before.filter { $0.access.tells(value: value) }
    return (telling.isEmpty ? before : telling).max { $0.access.event.end < $1.access.event.end }
  }

  private func finding(
    _ trace: TransactionTrace, _ origin: Access, _ fill: Event, _ use: Event
  ) -> Finding? {
    for writer in transactions where writer.call != trace.call && writer.commit.end <= use.start {
      for write in writer.writes where isOlder(origin, of: trace, than: write, of: writer) {
        return Finding(origin: origin, fill: fill, write: write, use: use)
      }
    }
    return nil
  }

  private func isOlder(
    _ origin: Access, of reader: TransactionTrace, than write: Access, of writer: TransactionTrace
  ) -> Bool {
    if origin.isWrite { return Contact.isSameRow(origin, write) && origin.event.end < write.event.end }
    guard let contact = Contact.between(origin, write) else { return false }
    return Visibility(reader: reader, writer: writer, transactions: transactions)
      .sees(origin, write, contact) == false
  }
}

extension Event {
  fileprivate var isLookup: Bool {
    if case .get? = resource { true } else { false }
  }
}

extension Access {
  /// Whether this value is among those that it returned or wrote.
  fileprivate func tells(value: String) -> Bool {
    event.rows.rows.contains { $0.contains(value) }
      || (isWrite && shape.assignments.values.contains { $0.value == .some(value) })
  }
}
