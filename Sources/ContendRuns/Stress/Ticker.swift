import ContendPostgres

/// Does something again and again on a loop until it is stopped.
final class Ticker {
  private let interval: Duration
  private let loop: EventLoop
  private let action: () -> Void
  private var timer: TimerToken?

  init(every interval: Duration, on loop: EventLoop, _ action: @escaping () -> Void) {
    self.interval = interval
    self.loop = loop
    self.action = action
    schedule()
  }

  func stop() {
    if let timer { loop.cancel(timer) }
    timer = nil
  }

  private func schedule() {
    timer = loop.schedule(at: .now.advanced(by: interval)) { [unowned self] in
      action()
      schedule()
    }
  }
}
