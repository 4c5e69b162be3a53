import ContendModel

/// Which members of a deadlock the runner can have aborted.
package enum DeadlockVictims: Hashable, Sendable {
  /// Every member of the cycle is offered as a `victim`.
  case all
  /// Only the client whose statement closed the cycle: then the order in which members began to wait
  /// decides who that is.
  case closing
}

/// The dependence relation between events of an execution.
///
/// Sleep sets need that two independent events, adjacent and both possible, commute and neither
/// makes the other possible or impossible (Godefroid, LNCS 1032, section 3). What an event touches
/// may depend on what happened before: whatever could change it is itself dependent with it, for it
/// takes or releases a lock that the event asks for, or commits what it reads.
struct Dependence: Sendable {
  var reduction: Reduction
  var victims: DeadlockVictims

  func holds(between left: TracedEvent, _ right: TracedEvent) -> Bool {
    if left.isUniversal || right.isUniversal { return true }
    for part in left.parts {
      for other in right.parts where holds(between: part, other) { return true }
    }
    return false
  }

  private func holds(between left: TracedEvent.Part, _ right: TracedEvent.Part) -> Bool {
    if left.clientID == right.clientID || left.footprint.isUniversal || right.footprint.isUniversal {
      return true
    }
    if victims == .closing, left.isWaiting, right.isWaiting { return true }
    if left.isSerializable, right.isSerializable { return holdsSerializable(left, right) }
    return holdsBetweenStatements(left, right) || holds(ending: left, right) || holds(ending: right, left)
  }

  private var isByTable: Bool { reduction == .table }

  private func holdsBetweenStatements(_ left: TracedEvent.Part, _ right: TracedEvent.Part) -> Bool {
    let (one, other) = (left.footprint.accesses, right.footprint.accesses)
    if one.meetsLocks(of: other, byTable: isByTable) { return true }
    guard reduction == .table || reduction == .row else { return false }
    return one.writesWhatIsRead(by: other, byTable: isByTable)
      || other.writesWhatIsRead(by: one, byTable: isByTable)
  }

  /// The end of a transaction makes its writes visible and gives its locks away.
  private func holds(ending left: TracedEvent.Part, _ right: TracedEvent.Part) -> Bool {
    guard let released = left.released else { return false }
    if right.footprint.fixesSnapshot, released.writes { return true }
    return released.meetsLocks(of: right.footprint.accesses, byTable: isByTable)
      || released.writesWhatIsRead(by: right.footprint.accesses, byTable: isByTable)
  }

  /// Serializable snapshot isolation aborts by cycles of conflicts, through transactions that have
  /// no row and no relation in common (Ports and Grittner, VLDB 2012, section 3).
  private func holdsSerializable(_ left: TracedEvent.Part, _ right: TracedEvent.Part) -> Bool {
    if left.footprint.accesses.sharesRelation(with: right.footprint.accesses) { return true }
    return isConnected(left, to: right) || isConnected(right, to: left)
  }

  private func isConnected(_ ended: TracedEvent.Part, to other: TracedEvent.Part) -> Bool {
    guard let connection = ended.connection else { return false }
    if other.footprint.fixesSnapshot { return true }
    // A third transaction that is open may yet connect the two.
    return connection.clients.contains(other.clientID)
      || connection.open.contains { $0 != ended.clientID && $0 != other.clientID }
  }
}
