package import ContendPostgres

/// The time a client lives in: real in stress, virtual where schedules are explored.
package protocol CallClock: AnyObject {
  func pause(_ duration: Duration) async
}

extension EventLoop: CallClock {
  package func pause(_ duration: Duration) async { await sleep(for: duration) }
}
