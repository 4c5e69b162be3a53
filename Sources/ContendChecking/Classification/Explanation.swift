import ContendModel
import ContendSQL

/// Says in names and values why a failure is called what it is called.
struct Explanation {
  private static let valueLimit = 3

  private let names: [CallID: String]

  init(_ calls: [CallRecord]) {
    names = Dictionary(calls.map { ($0.id, $0.spokenName) }) { first, _ in first }
  }

  func name(_ call: CallID) -> String { names[call] ?? "client \(call.clientID)" }

  /// A sentence for a cycle over transactions.
  func sentence(_ cycle: [DependencyGraph.Edge], as name: CycleName) -> String {
    let stale = cycle.filter { $0.kind == .readWrite }
    guard let first = stale.first else { return "Writes overlap in a cycle: \(title(name))." }
    switch name {
    case .lostUpdate: return "\(before(first)) and overwrote it: \(title(name))."
    case .doubleProcessing:
      return both(first.write, cycle.first { $0.kind == .writeWrite }?.target ?? first.source)
    case .nonRepeatableRead: return "\(before(first)) and read it again afterwards: \(title(name))."
    case .readSkew: return "\(before(first)), but depends on what was committed with it: \(title(name))."
    case .phantom:
      return "\(before(first)), which changes the rows it had found in \(first.item.table): \(title(name))."
    case .readOnlyAnomaly:
      return stale.map(beforeOfItem).joined(separator: ", and ")
        + "; one of them only reads, and no order of the others explains what it saw: \(title(name))."
    case .writeSkew, .g2Item, .g2, .dirtyWrite:
      return stale.map(beforeOfItem).joined(separator: ", and ") + ": \(title(name))."
    }
  }

  /// A sentence for a cycle that a constraint has kept from being closed.
  func sentence(_ cycle: [DependencyGraph.Edge], refusedBy state: String, as name: CycleName) -> String {
    let stale = cycle.filter { $0.kind == .readWrite }.map(beforeOfItem).joined(separator: ", and ")
    let end = "\(state) refused the write that rested on it: \(title(name))."
    return stale.isEmpty ? end : "\(stale); \(end)"
  }

  /// A sentence for a cycle over calls that no transaction of theirs is part of.
  func sentenceOfCheckThenAct(_ cycle: [DependencyGraph.Edge]) -> String {
    guard let stale = cycle.first(where: { $0.kind == .readWrite }) else {
      return "The writes of two calls interleave between their transactions: check-then-act."
    }
    return "\(before(stale)) and acted on it in a later transaction: check-then-act."
  }

  func both(_ first: Access, _ second: Access) -> String {
    let what =
      first.shape.operation == .delete ? "deleted" : "set \(Transition.text(first)) on"
    return "\(who(first)) and \(who(second)) both \(what) \(first.item): double processing."
  }

  func sentence(_ finding: UseAfterDelete.Finding) -> String {
    "\(who(finding.read)) read \(finding.deletion.item), \(who(finding.deletion)) deleted it, and "
      + "\(who(finding.use)) found it gone when it used it again: use after delete."
  }

  func sentence(_ finding: StaleCache.Finding) -> String {
    let (filler, writer) = (who(finding.origin), who(finding.write))
    let (user, key) = (name(finding.use.callID), finding.use.resource?.name ?? "")
    let made =
      finding.origin.isWrite
      ? "\(filler) wrote \(finding.origin.item) before \(writer) overwrote it"
      : "\(filler) read \(values(finding.origin, finding.write)) before \(writer)'s write was visible"
    let given = user == filler ? "found it there again" : "\(user) was given it"
    return "\(made) and put it into the cache as \(key), and \(given) when that write had been committed: "
      + "stale cache."
  }

  func sentence(_ finding: LostWakeup.Finding) -> String {
    let (waiter, sender) = (name(finding.wait.callID), name(finding.notification.callID))
    let look = finding.look.map { "\(waiter) read \(values($0))" }
    switch finding.cause {
    case .listenedTooLate:
      let before = look.map { $0 + " and" } ?? waiter
      return "\(before) was listening only when \(sender)'s NOTIFY had been sent, so it waits for what has "
        + "come already: lost wakeup."
    case .sentTooEarly:
      return
        "\(sender)'s NOTIFY was sent before its write was visible; \(look ?? waiter) in between and waits "
        + "for another one: lost wakeup."
    }
  }

  /// The clause that names the reader, what it read, and the writer it did not see.
  private func before(_ edge: DependencyGraph.Edge) -> String {
    "\(who(edge.source)) read \(values(edge)) before \(who(edge.target))'s write was visible"
  }

  private func beforeOfItem(_ edge: DependencyGraph.Edge) -> String {
    "\(who(edge.source)) read \(values(edge)) before \(who(edge.target))'s write of \(edge.item) was visible"
  }

  private func who(_ access: Access) -> String { name(access.event.callID) }

  private func title(_ name: CycleName) -> String {
    let words = name.anomalyClass.rawValue.split(separator: "-").joined(separator: " ")
    guard let alias = name.alias else { return words }
    return alias.lowercased() == name.anomalyClass.rawValue ? alias : "\(words) (\(alias))"
  }

  /// What was read of the columns that were then written, else the first columns of the row.
  private func values(_ edge: DependencyGraph.Edge) -> String { values(edge.source, edge.write) }

  private func values(_ read: Access, _ write: Access) -> String {
    let isOfRow = Contact.between(read, write) == .sameRow
    let row = read.row(with: isOfRow ? write.key : [:]) ?? [:]
    let written = write.shape.assignments.keys.filter { row[$0] != nil }.sorted()
    if isOfRow, !written.isEmpty {
      return written.map { "\($0) = \((row[$0] ?? nil) ?? "NULL")" }.joined(separator: ", ")
    }
    guard !read.event.rows.rows.isEmpty else { return "no row of \(read.item)" }
    return values(read.event)
  }

  /// The first columns of the first row.
  private func values(_ event: Event) -> String {
    guard let first = event.rows.rows.first else { return "no row" }
    return zip(event.rows.columns, first).prefix(Self.valueLimit)
      .map { "\($0) = \($1 ?? "NULL")" }.joined(separator: ", ")
  }
}
