import ContendModel
import ContendPostgres

/// Looks at the server: which clients are answered, who waits for whom, and who is held.
///
/// A waiting client's backend is held, so that it cannot run on its own when its lock is granted and its
/// deadlock timer cannot fire: both are choices of the execution. Lives on its lane's loop.
final class ServerWatch {
  enum Failure: Error {
    /// A lock is held by somebody who is not part of the run.
    case foreignBlocker(String)
    case stuck([StuckCall])
    case stopped
  }

  let monitor: LockMonitor
  private let clients: [ExploreClient]
  private let stage: Stage
  private let trace: ScheduleTrace
  private let stepTimeout: Duration
  private let stopSignal: StopSignal
  /// Waiters that the server woke in an order of its own.
  private(set) var uncontrolledWakes = 0
  /// A waiting backend was seen too late to be held.
  private(set) var heldTooLate = false
  /// Who waits for whom as the server sees it: for a statement that waits, not for a connection that is
  /// idle while its client waits for something else.
  private var circleEdges: [Int: [Int]] = [:]

  init(
    _ clients: [ExploreClient], _ stage: Stage, _ monitor: LockMonitor, _ trace: ScheduleTrace,
    stepTimeout: Duration, stopSignal: StopSignal
  ) {
    self.clients = clients
    self.stage = stage
    self.monitor = monitor
    self.trace = trace
    self.stepTimeout = stepTimeout
    self.stopSignal = stopSignal
  }

  /// How long after its start a waiting statement may still be held: its deadlock timer must be far off.
  private static let holdLimit = Duration.milliseconds(5)

  func client(_ id: Int) -> ExploreClient? { clients.first { $0.id == id } }

  /// Those of the circle that was last seen; empty if there was none.
  var circle: [ExploreClient] { Deadlock.find(in: circleEdges).compactMap(client) }

  func noteUncontrolledWake() { uncontrolledWakes += 1 }

  /// Returns when the client is ready, done or seen waiting.
  func settle(_ client: ExploreClient, _ outlook: Pauses.Outlook) async throws {
    guard !client.isSettled else { return trace.finish(client) }
    let start = ContinuousClock.now
    var pauses = Pauses(for: outlook)
    while !client.isSettled {
      if let pause = pauses.next() {
        await stage.nextChange(limit: pause)
        guard !client.isSettled else { break }
        try checkTime(client, since: start)
      }
      if try await observe([client])[client.id] != nil { return hold(client, since: start) }
    }
    trace.finish(client)
  }

  /// Returns the first of these clients that is answered.
  @discardableResult
  func waitUntilSettled(_ clients: [ExploreClient]) async throws -> ExploreClient {
    let start = ContinuousClock.now
    while true {
      if let answered = clients.first(where: \.isSettled) {
        trace.finish(answered)
        return answered
      }
      await stage.nextChange(limit: .milliseconds(50))
      try checkTime(clients[0], since: start)
    }
  }

  /// Returns when the victim is answered, or waits although the circle is gone: the server breaks some
  /// circles by letting a waiter pass another one, and aborts nobody.
  func waitUntilAborted(_ victim: ExploreClient) async throws {
    let start = ContinuousClock.now
    while !victim.isSettled {
      await stage.nextChange(limit: .milliseconds(50))
      guard !victim.isSettled else { break }
      try checkTime(victim, since: start)
      let blockers = try await observe(clients.filter { $0.isWaiting || $0 === victim })
      guard blockers[victim.id] == nil || Deadlock.find(in: circleEdges).contains(victim.id) else {
        // Its timer is used up: nobody can make it the victim of a later circle.
        uncontrolledWakes += 1
        return
      }
    }
    trace.finish(victim)
  }

  /// For each of these clients that waits, the clients it waits for, from one look at the server.
  func observe(_ asked: [ExploreClient]) async throws -> [Int: [Int]] {
    let blockers = try await monitor.blockers(of: asked.map(\.connection.backend))
    let ids = Dictionary(
      clients.flatMap { client in client.connections.values.map { ($0.backend, client.id) } }
    ) { first, _ in first }
    let outstanding = Set(asked.map(\.connection.backend))
    circleEdges = [:]
    var result: [Int: [Int]] = [:]
    for client in asked {
      // It may have been answered while the question was on its way.
      guard let backends = blockers[client.connection.backend], !client.isSettled else { continue }
      if let stranger = backends.first(where: { ids[$0] == nil }) {
        throw Failure.foreignBlocker(await monitor.describe(stranger))
      }
      let waitsFor = Set(backends.compactMap { ids[$0] }).sorted()
      client.wait(for: waitsFor)
      circleEdges[client.id] = Set(backends.filter(outstanding.contains).compactMap { ids[$0] }).sorted()
      result[client.id] = waitsFor
    }
    return result
  }

  func letGo(_ client: ExploreClient) {
    client.goOn()
    if client.isHeld { monitor.release(client.connection.backend) }
    client.isHeld = false
  }

  private func hold(_ client: ExploreClient, since start: ContinuousClock.Instant) {
    if monitor.canHold {
      if start.duration(to: .now) < Self.holdLimit {
        monitor.hold(client.connection.backend)
        client.isHeld = true
      } else {
        // Too late: its timer may be about to make it the victim of a deadlock.
        uncontrolledWakes += 1
        heldTooLate = true
      }
    }
    trace.wait(client)
  }

  private func checkTime(_ client: ExploreClient, since start: ContinuousClock.Instant) throws {
    if stopSignal.isStopped { throw Failure.stopped }
    guard start.duration(to: .now) > stepTimeout else { return }
    throw Failure.stuck([StuckCall(name: client.identity.name, location: client.interpreter?.current)])
  }
}
