import Synchronization

/// Tells a run from outside that it should stop; callable from any thread.
package final class RunControl: Sendable {
  private let stopped = Atomic<Bool>(false)

  package init() {}

  package func stop() { stopped.store(true, ordering: .releasing) }

  package var isStopped: Bool { stopped.load(ordering: .acquiring) }
}
