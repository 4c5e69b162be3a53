/// A limited number of places with a queue in front: a connection pool, or a service that serves so
/// many at once. First come, first served.
///
/// A value without a clock: whoever drives it decides when somebody has waited too long.
struct Slots: Hashable, Sendable {
  /// Who waits, and how many places may be taken for it to come in.
  private struct Waiter: Hashable, Sendable {
    var ticket: Int
    var limit: Int
  }

  private(set) var taken = 0
  private var queue: [Waiter] = []

  /// Takes a place, or queues up for one; true if there was one.
  mutating func enter(_ ticket: Int, limit: Int) -> Bool {
    guard queue.isEmpty, taken < limit else {
      queue.append(Waiter(ticket: ticket, limit: limit))
      return false
    }
    taken += 1
    return true
  }

  /// Gives a place back; the ticket of who has one now, where somebody waited.
  mutating func leave() -> Int? {
    taken -= 1
    guard let first = queue.first, taken < first.limit else { return nil }
    queue.removeFirst()
    taken += 1
    return first.ticket
  }

  /// Stops waiting; false if the ticket does not wait (any more).
  mutating func giveUp(_ ticket: Int) -> Bool {
    guard let index = queue.firstIndex(where: { $0.ticket == ticket }) else { return false }
    queue.remove(at: index)
    return true
  }

  var waiting: [Int] { queue.map(\.ticket) }
}
