import ContendModel

/// Names calls that wait for a connection of the pool for ever: who has one waits for another one.
struct StuckAtPool {
  let history: History

  /// Nil if none of the calls that never ended waits for the pool.
  func anomaly() -> Anomaly? {
    let stuck = Set(history.stuck.map(\.name))
    let waiting = lastSteps.filter { $0.waitsForPool && name($0).map(stuck.contains) == true }
    guard let first = waiting.first else { return nil }
    return Anomaly(
      .poolExhaustion,
      cause: .waitsForPool(client: first.clientID, others: waiting.count - 1, holders: first.blockedBy),
      calls: waiting.prefix(2).map(\.callID))
  }

  /// Of every client, in the order of clients.
  private var lastSteps: [Event] {
    var last: [Int: Event] = [:]
    for event in history.events { last[event.clientID] = event }
    return last.sorted { $0.key < $1.key }.map(\.value)
  }

  private func name(_ event: Event) -> String? {
    history.calls.first { $0.clientID == event.clientID }?.name
  }
}

extension Event {
  /// Asked for a connection and did not get it.
  fileprivate var waitsForPool: Bool {
    kind == .harness && !blockedBy.isEmpty && sql.hasPrefix("\\acquire")
  }
}
