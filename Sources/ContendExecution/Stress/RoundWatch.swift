import ContendModel
import ContendPostgres

/// Ends a round that does not end by itself: when the run is stopped, or when the time is over.
///
/// Looks every few milliseconds; a statement that is outstanding then is cancelled on the server.
///
/// `@unchecked Sendable`: lives on the loop of its clients.
final class RoundWatch: @unchecked Sendable {
  private static let interval = Duration.milliseconds(20)

  private let clients: [StressClient]
  private let database: Database
  private let state: RoundState
  private let deadline: ContinuousClock.Instant
  private let control: RunControl
  private let loop: EventLoop
  private var timer: TimerToken?
  private var cancellation: Task<Void, Never>?
  /// The calls that ran into the time limit.
  private(set) var stuck: [StuckCall] = []

  init(
    _ clients: [StressClient], _ database: Database, _ state: RoundState, limit: Duration,
    control: RunControl,
    on loop: EventLoop
  ) {
    self.clients = clients
    self.database = database
    self.state = state
    self.control = control
    self.loop = loop
    deadline = .now.advanced(by: limit)
    lookLater()
  }

  /// Returns once nothing of it is outstanding, so that no later round is cancelled.
  func end() async {
    if let timer { loop.cancel(timer) }
    timer = nil
    await cancellation?.value
  }

  private func lookLater() {
    timer = loop.schedule(at: .now.advanced(by: Self.interval)) { [self] in look() }
  }

  private func look() {
    let isLate = ContinuousClock.now >= deadline
    guard isLate || control.isStopped else { return lookLater() }
    let outstanding = clients.filter { $0.interpreter != nil }
    if isLate, !state.isAborted {
      // A round whose calls have not even begun is as stuck as one whose calls do not end.
      stuck = (outstanding.isEmpty ? clients : outstanding).map { StuckCall(name: $0.identity.name, location: $0.interpreter?.current) }
    }
    state.isAborted = true
    let backends = outstanding.map(\.backend)
    cancellation = Task(executorPreference: loop) { [database] in
      await database.cancel(backends)
      if self.timer != nil { self.lookLater() }
    }
  }
}
