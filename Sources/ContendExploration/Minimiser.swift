package import ContendModel

/// Makes a failing schedule simpler while it fails in the same way: fewest context switches first, then
/// fewest clients, then fewest steps.
///
/// A state machine without I/O: run each `proposal` with `ReplayStrategy(_:fidelity: .lenient)`, then `report`
/// the schedule that was really executed and whether it failed with the same failure. Greedy: every
/// improvement begins the search anew from the simpler schedule; where no proposal is left, none of
/// the moves of `Simplification` helps any more.
package struct Minimiser: Sendable {
  /// The simplest schedule known to fail.
  package private(set) var best: Schedule
  /// What has been proposed or executed, so that nothing runs twice.
  private var tried: Set<Schedule>
  private var candidates: [Schedule]
  /// What one client does alone is no race, however it fails for want of the others.
  private let fewestClients: Int

  package init(_ failing: Schedule) {
    best = failing
    fewestClients = min(2, failing.clients.count)
    tried = [failing]
    candidates = Simplification(of: failing).candidates
  }

  /// The next schedule to try; nil when `best` cannot be made simpler.
  package mutating func proposal() -> Schedule? {
    while let candidate = candidates.popLast() {
      let isPromising =
        candidate.clients.count >= fewestClients && !candidate.choices.isEmpty
        && candidate.contextSwitches <= best.contextSwitches
      if isPromising, tried.insert(candidate).inserted { return candidate }
    }
    return nil
  }

  /// - Parameters:
  ///   - executed: what the replay of the proposal did in the end.
  ///   - failsAlike: it completed with the failure that is being minimised.
  package mutating func report(executed: Schedule, failsAlike: Bool) {
    tried.insert(executed)
    guard failsAlike, Self.measure(executed) < Self.measure(best) else { return }
    best = executed
    candidates = Simplification(of: executed).candidates
  }

  private static func measure(_ schedule: Schedule) -> (Int, Int, Int) {
    (schedule.contextSwitches, schedule.clients.count, schedule.choices.count)
  }
}
