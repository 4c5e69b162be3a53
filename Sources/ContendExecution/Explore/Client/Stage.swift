import ContendPostgres

/// Where the clients of a run meet the scheduler: it sleeps here until one of them is ready or done.
final class Stage {
  private let loop: EventLoop
  private var sleeper: UnsafeContinuation<Void, Never>?
  /// The run is given up: clients stop asking and unwind.
  var isAborting = false

  init(on loop: EventLoop) { self.loop = loop }

  func changed() {
    let sleeper = sleeper
    self.sleeper = nil
    sleeper?.resume()
  }

  /// Returns when a client has become ready or done, at the latest after `limit`.
  func nextChange(limit: Duration) async {
    let timer = loop.schedule(at: .now.advanced(by: limit)) { [self] in changed() }
    await withUnsafeContinuation { sleeper = $0 }
    loop.cancel(timer)
  }
}
