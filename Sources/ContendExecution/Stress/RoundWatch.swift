import ContendModel
import ContendPostgres

/// Ends a round that does not end by itself: when its time is over, when the run is stopped, or when
/// a statement does not return.
///
/// Looks every few milliseconds; a statement that is outstanding when the last limit has passed is
/// cancelled on the server; the session of one that swallows its cancel is ended.
///
/// `@unchecked Sendable`: lives on the loop of its clients.
final class RoundWatch: @unchecked Sendable {
  private static let interval = Duration.milliseconds(20)
  private let clients: [StressClient]
  private let canceller: Canceller
  /// Who outside the run holds up one of these backends.
  private let findOutsider: ([Int32]) async -> String?
  private let state: RoundState
  private let stopSignal: StopSignal
  private let loop: EventLoop
  private let isTimed: Bool
  private var deadline: ContinuousClock.Instant
  private var isStopping = false
  private var timer: TimerToken?
  private var timeOver: TimerToken?
  private var cancellation: Task<Void, Never>?
  /// The calls that ran into the time limit.
  private(set) var stuck: [StuckCall] = []
  private var outsider: String?

  init(
    _ clients: [StressClient], _ canceller: Canceller, _ state: RoundState, origin: ContinuousClock.Instant,
    options: StressOptions, stopSignal: StopSignal, on loop: EventLoop,
    findOutsider: @escaping ([Int32]) async -> String?
  ) {
    self.clients = clients
    self.canceller = canceller
    self.findOutsider = findOutsider
    self.state = state
    self.stopSignal = stopSignal
    self.loop = loop
    isTimed = options.time != nil
    deadline = origin.advanced(by: options.lastStart + options.stepTimeout)
    if let time = options.time {
      timeOver = loop.schedule(at: origin.advanced(by: time)) { [state] in state.stopStarting() }
    }
    lookLater()
  }

  /// Returns once nothing of it is outstanding, so that no later round is cancelled.
  func end() async {
    if let timer { loop.cancel(timer) }
    if let timeOver { loop.cancel(timeOver) }
    timer = nil
    await cancellation?.value
  }

  /// Throws an `OutsideLock` if that is why the round did not end.
  func check() throws(OutsideLock) {
    if let outsider { throw OutsideLock(session: outsider) }
  }

  private func lookLater() {
    timer = loop.schedule(at: .now.advanced(by: Self.interval)) { [self] in look() }
  }

  private func look() {
    if stopSignal.isStopped, !isStopping { beginStopping() }
    guard ContinuousClock.now >= deadline else { return lookLater() }
    let outstanding = clients.filter { $0.machine != nil }
    let isFirst = !isStopping && !state.isAborted
    if isFirst {
      // A round whose calls have not even begun is as stuck as one whose calls do not end.
      stuck = (outstanding.isEmpty ? clients : outstanding).map {
        StuckCall(name: $0.identity.name, location: $0.machine?.current)
      }
    }
    state.abort()
    let backends = outstanding.flatMap(\.backends)
    cancellation = Task(executorPreference: loop) { [canceller, deadline] in
      // Before the cancel, which ends the wait.
      if isFirst { self.outsider = await self.findOutsider(backends) }
      if ContinuousClock.now >= deadline + Canceller.patience {
        await canceller.terminate(backends)
      } else {
        await canceller.cancel(backends)
      }
      if self.timer != nil { self.lookLater() }
    }
  }

  /// A timed round shows something whenever it ends; one that counts its calls does not.
  private func beginStopping() {
    isStopping = true
    state.stopStarting()
    deadline = min(deadline, .now.advanced(by: isTimed ? StopSignal.grace : .zero))
  }
}
