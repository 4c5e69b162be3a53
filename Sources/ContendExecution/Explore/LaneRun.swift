package import ContendExploration
package import ContendModel

/// What one run on a lane came to.
package struct LaneRun<Run: Execution>: Sendable {
  package var execution: Run
  package var ending: Ending
  /// Nil if the run was given up before its end.
  package var history: History?
  package var uncontrolledWakes = 0
  /// A waiting backend could not be held in time.
  package var heldTooLate = false
  /// Somebody who is not part of the run holds a lock that a client waits for.
  package var foreignBlocker: String?
  package var stuck: [StuckCall] = []
  /// Why the run may not be what would happen without the harness.
  package var doubt: String?
  /// The user stopped it; it counts for nothing.
  package var isStopped = false
}
