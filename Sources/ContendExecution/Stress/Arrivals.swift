import ContendModel
import ContendPostgres

/// A call of an open loop: when it is due does not depend on how long earlier ones take.
struct Arrival: Equatable {
  /// Whose draws it has: those of the call that this client would make in a closed loop.
  var id: CallID
  /// From the start of the round.
  var due: Duration
}

/// When the calls of one role are due: every k-th of all arrivals belongs to the role of client k
/// modulo the number of clients, so that a slow role gets its share like any other.
struct ArrivalSchedule {
  private let clientIDs: [Int]
  private let clients: Int
  private let interval: Duration
  /// Arrivals of this role.
  let count: Int
  private(set) var taken = 0

  /// - Parameters:
  ///   - clientIDs: the clients of the role, from 1, ascending.
  ///   - clients: the clients of all roles.
  ///   - rate: arrivals per second over all roles.
  ///   - total: arrivals of all roles.
  init(clientIDs: [Int], clients: Int, rate: Double, total: Int) {
    self.clientIDs = clientIDs
    self.clients = clients
    interval = .seconds(1) / rate
    let rest = total % clients
    count = total / clients * clientIDs.count + clientIDs.count { $0 <= rest }
  }

  var unserved: Int { count - taken }

  mutating func next() -> Arrival? {
    guard taken < count else { return nil }
    let (turn, slot) = taken.quotientAndRemainder(dividingBy: clientIDs.count)
    taken += 1
    let clientID = clientIDs[slot]
    return Arrival(
      id: CallID(clientID: clientID, call: turn + 1), due: interval * Double(turn * clients + clientID - 1))
  }

  mutating func putBack() { taken -= 1 }
}

/// The queue from which the clients of one role take their arrivals; lives on their loop.
final class ArrivalQueue {
  private var schedule: ArrivalSchedule
  private let origin: ContinuousClock.Instant
  private let state: RoundState
  private let loop: EventLoop
  /// Clients that wait for the arrival they took to be due.
  private var waiting: [Int: (timer: TimerToken, client: UnsafeContinuation<Void, Never>)] = [:]

  init(_ schedule: ArrivalSchedule, origin: ContinuousClock.Instant, state: RoundState, on loop: EventLoop) {
    self.schedule = schedule
    self.origin = origin
    self.state = state
    self.loop = loop
    state.whenEnding { [unowned self] in wakeAll() }
  }

  var unserved: Int { schedule.unserved }

  /// Waits until the next arrival is due and takes it; nil if there is none or the round is over.
  func next() async -> Arrival? {
    guard state.isOpen, let arrival = schedule.next() else { return nil }
    let due = origin.advanced(by: arrival.due)
    if due > .now { await wait(until: due) }
    guard state.isOpen else {
      schedule.putBack()
      return nil
    }
    return arrival
  }

  private func wait(until due: ContinuousClock.Instant) async {
    let number = schedule.taken
    await withUnsafeContinuation { client in
      let timer = loop.schedule(at: due) { [unowned self] in
        waiting.removeValue(forKey: number)?.client.resume()
      }
      waiting[number] = (timer, client)
    }
  }

  private func wakeAll() {
    for (timer, client) in waiting.values {
      loop.cancel(timer)
      client.resume()
    }
    waiting.removeAll()
  }
}
