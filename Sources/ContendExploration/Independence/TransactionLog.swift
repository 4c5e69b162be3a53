import ContendModel

/// Follows the transactions of one execution, so that an event that ends one carries all it did.
struct TransactionLog: Sendable {
  private struct Transaction: Sendable {
    var clientID: Int
    var number: Int
    var isSerializable: Bool
    var accesses: [Access] = []
    var hasSnapshot = false
    var hasEnded = false
    /// It may have touched anything.
    var isUniversal = false
  }

  /// The last transaction of each session.
  private var current: [Int: Transaction] = [:]
  /// SERIALIZABLE transactions that have ended; conflicts through them go on.
  private var past: [Transaction] = []
  /// What each waiting client has asked for.
  private var waiting: [Int: TracedEvent.Part] = [:]

  mutating func trace(_ event: ExecutedEvent) -> TracedEvent {
    var parts = event.effects.map { trace($0) }
    carryWaiters(into: &parts)
    return TracedEvent(choice: event.choice, parts: parts)
  }

  private mutating func trace(_ effect: ExecutedEvent.Effect) -> TracedEvent.Part {
    var transaction = open(for: effect)
    // Its level may come after its BEGIN.
    transaction.isSerializable = effect.isolation == .serializable
    // What no transaction holds is not given away by its end.
    for access in effect.footprint.accesses
    where !access.resource.isOutsideTransactions && !transaction.accesses.contains(access) {
      transaction.accesses.append(access)
    }
    transaction.isUniversal = transaction.isUniversal || effect.footprint.isUniversal
    if transaction.isSerializable, !effect.footprint.accesses.isEmpty { transaction.hasSnapshot = true }
    if effect.footprint.fixesSnapshot { transaction.hasSnapshot = true }
    var part = TracedEvent.Part(
      clientID: effect.clientID, isSerializable: transaction.isSerializable, footprint: effect.footprint,
      isWaiting: effect.isWaiting)
    if effect.footprint.ending != nil {
      transaction.hasEnded = true
      part.released = transaction.accesses
      // What it locked, and now gives away, is not known to be all in `released`.
      part.footprint.isUniversal = transaction.isUniversal
    }
    current[effect.session] = transaction
    if part.released != nil, transaction.isSerializable { part.connection = connection(of: transaction) }
    waiting[effect.clientID] = effect.isWaiting ? part : nil
    return part
  }

  private mutating func open(for effect: ExecutedEvent.Effect) -> Transaction {
    let last = current[effect.session]
    if let last, last.number == effect.transaction { return last }
    if let last, last.isSerializable { past.append(last) }
    return Transaction(
      clientID: effect.clientID, number: effect.transaction, isSerializable: effect.isolation == .serializable
    )
  }

  /// Adds to an event that ends a transaction the clients that go on waiting for one of its locks.
  ///
  /// Two holders of a shared lock both block a waiter, and only the second release wakes it. Were the
  /// two independent, then so would be the first release and an event of the second holder that meets
  /// the woken statement elsewhere; their order would be lost.
  private func carryWaiters(into parts: inout [TracedEvent.Part]) {
    guard !waiting.isEmpty else { return }
    let released = parts.compactMap(\.released)
    guard !released.isEmpty else { return }
    for part in waiting.values where !parts.contains(where: { $0.clientID == part.clientID }) {
      let isBlocked = released.contains { $0.meetsLocks(of: part.footprint.accesses) }
      if isBlocked || part.footprint.isUniversal { parts.append(part) }
    }
  }

  private func connection(of ended: Transaction) -> TracedEvent.Connection {
    let all = past + current.values.filter(\.isSerializable)
    var reached: Set<Int> = [ended.clientID]
    var relations = Set(ended.accesses.map(\.resource.whole))
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for transaction in all {
        let touched = Set(transaction.accesses.map(\.resource.whole))
        guard !relations.isDisjoint(with: touched) else { continue }
        if reached.insert(transaction.clientID).inserted || !touched.isSubset(of: relations) {
          relations.formUnion(touched)
          isGrowing = true
        }
      }
    }
    let open = current.values.filter { $0.isSerializable && $0.hasSnapshot && !$0.hasEnded }
    return TracedEvent.Connection(clients: reached, open: Set(open.map(\.clientID)))
  }
}
