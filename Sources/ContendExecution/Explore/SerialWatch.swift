import ContendPostgres

/// Ends a serial run in which a call does not return: one that waits for a lock, because nobody else is at
/// work who could give it up, or one that takes longer than a step may.
///
/// `@unchecked Sendable`: lives on its lane's loop.
final class SerialWatch: @unchecked Sendable {
  /// What a call may take before anybody asks.
  private static let patience = Duration.milliseconds(200)
  private static let interval = Duration.milliseconds(20)

  private let monitor: LockMonitor
  private let backends: [Int32]
  private let round: RoundState
  private let stepTimeout: Duration
  private let loop: EventLoop
  private var timer: TimerToken?
  private var looking: Task<Void, Never>?
  private var isOver = false
  private var begun = ContinuousClock.now
  private var aborted: ContinuousClock.Instant?

  init(
    _ monitor: LockMonitor, _ backends: [Int32], _ round: RoundState, stepTimeout: Duration,
    on loop: EventLoop
  ) {
    self.monitor = monitor
    self.backends = backends
    self.round = round
    self.stepTimeout = stepTimeout
    self.loop = loop
    timer = loop.schedule(at: .now.advanced(by: Self.patience)) { [self] in
      looking = Task(executorPreference: loop) { await self.look() }
    }
  }

  func beginCall() { begun = .now }

  /// Returns once the monitor is free again.
  func end() async {
    isOver = true
    if let timer { loop.cancel(timer) }
    await looking?.value
  }

  private func look() async {
    while !isOver {
      var stuck = Array(((try? await monitor.blockers(of: backends)) ?? [:]).keys)
      if begun.duration(to: .now) > stepTimeout { stuck = backends }
      if !stuck.isEmpty, !isOver { await end(stuck) }
      await loop.sleep(for: Self.interval)
    }
  }

  private func end(_ stuck: [Int32]) async {
    round.isAborted = true
    let start = aborted ?? .now
    aborted = start
    if start.duration(to: .now) < Canceller.patience {
      for backend in stuck { await monitor.cancel(backend) }
    } else {
      // It swallows its cancel.
      try? await monitor.terminate(stuck)
    }
  }
}
