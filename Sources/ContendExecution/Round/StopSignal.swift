import ContendModel
package import ContendPostgres
import Synchronization

/// Tells a run from outside that it should stop; callable from any thread.
///
/// A run looks at it between its steps. What the server still owes it then is waited for a little
/// while only: afterwards every such wait ends with an error, so that no statement, lock or reset keeps
/// a stopped run from ending.
package final class StopSignal: Sendable {
  private let stopped = Atomic<Bool>(false)
  private let severed = Atomic<Bool>(false)
  private let loops = Lock<[EventLoop]>([])
  package let upkeep = Upkeep()

  /// What a stopped run leaves its calls to come to their end by themselves.
  static let grace = Duration.milliseconds(500)
  /// What it leaves the harness to look at them.
  private static let patience = grace + .milliseconds(200)
  private static let interval = Duration.milliseconds(50)

  package init() {}

  package func stop() {
    guard !stopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
    Task.detached { [self] in
      try? await Task.sleep(for: Self.patience)
      severed.store(true, ordering: .releasing)
      while true {
        let loops = loops.withLock { $0 }
        if loops.isEmpty { return }
        for loop in loops { loop.sever() }
        try? await Task.sleep(for: Self.interval)
      }
    }
  }

  package var isStopped: Bool { stopped.load(ordering: .acquiring) }

  /// Statements may have ended in errors that are nobody's but the user's who stopped the run.
  package var isSevered: Bool { severed.load(ordering: .acquiring) }

  /// What `body` comes to; nil where it failed because the run was stopped.
  package func untilStopped<Result>(_ body: () async throws -> Result) async throws -> Result? {
    do {
      return try await body()
    } catch {
      guard isStopped else { throw error }
      return nil
    }
  }

  /// Waits on this loop end soon after a stop.
  package func add(_ loop: EventLoop) { loops.withLock { $0.append(loop) } }

  package func remove(_ loop: EventLoop) { loops.withLock { $0.removeAll { $0 === loop } } }
}
