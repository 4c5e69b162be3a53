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
    case .writeSkew, .g2Item, .g2, .dirtyWrite:
      return stale.map(beforeOfItem).joined(separator: ", and ") + ": \(title(name))."
    }
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
  private func values(_ edge: DependencyGraph.Edge) -> String {
    let read = edge.source
    let row = read.row(with: edge.contact == .sameRow ? edge.write.key : [:]) ?? [:]
    let written = edge.write.shape.assignments.keys.filter { row[$0] != nil }.sorted()
    if edge.contact == .sameRow, !written.isEmpty {
      return written.map { "\($0) = \((row[$0] ?? nil) ?? "NULL")" }.joined(separator: ", ")
    }
    guard let first = read.event.rows.rows.first else { return "no row of \(read.item)" }
    return zip(read.event.rows.columns, first).prefix(Self.valueLimit)
      .map { "\($0) = \($1 ?? "NULL")" }.joined(separator: ", ")
  }
}
