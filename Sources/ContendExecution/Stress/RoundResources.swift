import ContendModel
import ContendPostgres

/// What the calls of one round share besides the database: the pool's connections, the services, the
/// key-value store. Real time.
///
/// Lives on the loop of its clients.
final class RoundResources {
  /// How a wait came to its end.
  enum Ending {
    case granted
    case late
    case abandoned
  }

  let loop: EventLoop
  let canceller: Canceller
  private let origin = ContinuousClock.now
  private let sessions: ClientSessions
  private let poolSize: Int
  private var idle: [Connection]
  private var pool = Slots()
  private var services: [String: Slots] = [:]
  private var store = KeyValueStore()
  private var waiters: [Int: Waiter] = [:]
  private var lastTicket = 0
  private var isAborted = false
  /// Calls that wait for a notification.
  var listeners = 0

  private struct Waiter {
    var caller: UnsafeContinuation<Ending, Never>
    var timer: TimerToken?
  }

  /// - Parameter pool: the connections that calls share.
  init(
    pool: [Connection], _ sessions: ClientSessions, canceller: Canceller, state: RoundState,
    on loop: EventLoop
  ) {
    idle = pool
    poolSize = pool.count
    self.sessions = sessions
    self.canceller = canceller
    self.loop = loop
    state.whenAborting { [weak self] in self?.abandon() }
  }

  // MARK: Waiting

  func newTicket() -> Int {
    lastTicket += 1
    return lastTicket
  }

  /// Waits until `resume` is called with the ticket.
  func wait(_ ticket: Int, until deadline: ContinuousClock.Instant?) async -> Ending {
    guard !isAborted else { return .abandoned }
    return await withUnsafeContinuation { caller in
      let timer = deadline.map { deadline in
        loop.schedule(at: deadline) { [unowned self] in end(ticket, .late) }
      }
      waiters[ticket] = Waiter(caller: caller, timer: timer)
    }
  }

  func resume(_ ticket: Int) { end(ticket, .granted) }

  private func end(_ ticket: Int, _ ending: Ending) {
    guard let waiter = waiters.removeValue(forKey: ticket) else { return }
    if let timer = waiter.timer { loop.cancel(timer) }
    waiter.caller.resume(returning: ending)
  }

  private func abandon() {
    isAborted = true
    for ticket in waiters.keys.sorted() { end(ticket, .abandoned) }
  }

  // MARK: The pool

  /// A connection of the pool, as soon as there is one; nil if there was none in time.
  ///
  /// - Parameter hasWaited: told that there was none at once.
  func checkOut(
    until deadline: ContinuousClock.Instant?, hasWaited: () -> Void
  ) async -> (connection: Connection?, ending: Ending) {
    let ticket = newTicket()
    if !pool.enter(ticket, limit: poolSize) {
      hasWaited()
      let ending = await wait(ticket, until: deadline)
      guard ending == .granted else {
        // A place that came at the same moment goes to the next.
        if !pool.giveUp(ticket) { leavePool() }
        return (nil, ending)
      }
    }
    guard let connection = idle.popLast() else { return (nil, .abandoned) }
    guard !connection.isUsable, let fresh = try? await sessions.open() else {
      return (connection, .granted)
    }
    connection.close()
    return (fresh, .granted)
  }

  func checkIn(_ connection: Connection) {
    idle.append(connection)
    leavePool()
  }

  private func leavePool() {
    if let next = pool.leave() { resume(next) }
  }

  /// The pool's connections after the round.
  var connections: [Connection] { idle }

  // MARK: Services

  /// Waits for the service to take a request on; it is busy with it for `latency` from then on, even if
  /// its caller gives up.
  func beginService(_ request: ServiceRequest, until deadline: ContinuousClock.Instant?) async -> Ending {
    guard let limit = request.limit else { return .granted }
    let (ticket, queue) = (newTicket(), request.queue)
    if !services[queue, default: Slots()].enter(ticket, limit: limit) {
      let ending = await wait(ticket, until: deadline)
      guard ending == .granted else {
        if services[queue]?.giveUp(ticket) != true { leave(queue) }
        return ending
      }
    }
    _ = loop.schedule(at: .now.advanced(by: request.latency)) { [weak self] in self?.leave(queue) }
    return .granted
  }

  private func leave(_ queue: String) {
    if let next = services[queue]?.leave() { resume(next) }
  }

  // MARK: The key-value store

  func apply(_ command: KeyValueCommand, by client: Int) -> ResourceAnswer {
    do {
      return .value(try store.apply(command, by: client, at: origin.duration(to: .now)))
    } catch {
      return .refused(error.message)
    }
  }
}
