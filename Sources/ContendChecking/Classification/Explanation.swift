import ContendModel
import ContendSQL

/// Finds the names and values that say why a failure is called what it is called.
struct Explanation {
  private static let valueLimit = 3

  private let names: [CallID: String]

  init(_ calls: [CallRecord]) {
    names = Dictionary(calls.map { ($0.id, $0.spokenName) }) { first, _ in first }
  }

  func name(_ call: CallID) -> String { names[call] ?? "client \(call.clientID)" }

  /// The cause that a cycle over transactions is.
  func cause(_ cycle: [DependencyGraph.Edge], as name: CycleName) -> AnomalyCause {
    let stale = cycle.filter { $0.kind == .readWrite }
    guard name == .doubleProcessing, let first = stale.first else { return .staleReads(stale.map(read)) }
    return doneTwice(first.write, cycle.first { $0.kind == .writeWrite }?.target ?? first.source)
  }

  /// The reads of a cycle that missed a write.
  func staleReads(_ cycle: [DependencyGraph.Edge]) -> [AnomalyCause.StaleRead] {
    cycle.filter { $0.kind == .readWrite }.map(read)
  }

  func doneTwice(_ first: Access, _ second: Access) -> AnomalyCause {
    .doneTwice(
      first: who(first), second: who(second),
      change: first.shape.operation == .delete ? nil : Transition.text(first), item: "\(first.item)")
  }

  func cause(_ finding: UseAfterDelete.Finding) -> AnomalyCause {
    .usedAfterDelete(
      reader: who(finding.read), deleter: who(finding.deletion), user: who(finding.use),
      item: "\(finding.deletion.item)")
  }

  func cause(_ finding: StaleCache.Finding) -> AnomalyCause {
    .staleEntry(
      AnomalyCause.StaleEntry(
        key: finding.use.resource?.name ?? "", filler: who(finding.origin), writer: who(finding.write),
        user: name(finding.use.callID),
        read: finding.origin.isWrite ? nil : values(finding.origin, finding.write),
        item: "\(finding.origin.item)"))
  }

  func cause(_ finding: LostWakeup.Finding) -> AnomalyCause {
    let (waiter, sender) = (name(finding.wait.callID), name(finding.notification.callID))
    let read = finding.look.map { values($0) }
    return switch finding.cause {
    case .listenedTooLate: .listenedTooLate(waiter: waiter, sender: sender, read: read)
    case .sentTooEarly: .notifiedTooEarly(waiter: waiter, sender: sender, read: read)
    }
  }

  private func read(_ edge: DependencyGraph.Edge) -> AnomalyCause.StaleRead {
    AnomalyCause.StaleRead(
      reader: who(edge.source), values: values(edge.source, edge.write), writer: who(edge.target),
      item: "\(edge.item)", table: edge.item.table)
  }

  private func who(_ access: Access) -> String { name(access.event.callID) }

  /// What was read of the columns that were then written, else the first columns of the row.
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
