import ContendPostgres

/// Ends a serial run in which a call waits for a lock: nobody else is at work who could give it up.
///
/// `@unchecked Sendable`: lives on its lane's loop.
final class SerialWatch: @unchecked Sendable {
  /// What a call may take before anybody asks.
  private static let patience = Duration.milliseconds(200)
  private static let interval = Duration.milliseconds(20)

  private let monitor: LockMonitor
  private let backends: [Int32]
  private let round: RoundState
  private let loop: EventLoop
  private var timer: TimerToken?
  private var looking: Task<Void, Never>?
  private var isOver = false

  init(_ monitor: LockMonitor, _ backends: [Int32], _ round: RoundState, on loop: EventLoop) {
    self.monitor = monitor
    self.backends = backends
    self.round = round
    self.loop = loop
    timer = loop.schedule(at: .now.advanced(by: Self.patience)) { [self] in
      looking = Task(executorPreference: loop) { await self.look() }
    }
  }

  /// Returns once the monitor is free again.
  func end() async {
    isOver = true
    if let timer { loop.cancel(timer) }
    await looking?.value
  }

  private func look() async {
    while !isOver {
      let waiting = (try? await monitor.blockers(of: backends)) ?? [:]
      if !waiting.isEmpty { round.isAborted = true }
      for backend in waiting.keys { await monitor.cancel(backend) }
      await loop.sleep(for: Self.interval)
    }
  }
}
