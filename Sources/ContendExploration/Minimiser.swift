package import ContendModel

/// Makes a failing schedule simpler while it fails in the same way: fewest context switches first, then
/// fewest clients, then fewest steps.
///
/// A state machine without I/O: run each `proposal` with `Replay(_:fidelity: .lenient)`, then `report`
/// the schedule that was really executed and whether it failed with the same failure. Greedy: every
/// accepted proposal begins the search anew from the simpler schedule, and where none is left no
/// single move helps any more.
package struct Minimiser: Sendable {
  /// The simplest schedule known to fail.
  package private(set) var best: Schedule
  /// What has been proposed, so that nothing runs twice.
  private var tried: Set<Schedule>
  private var candidates: [Schedule] = []

  package init(_ failing: Schedule) {
    best = failing
    tried = [failing]
    candidates = Self.simpler(than: failing)
  }

  /// The next schedule to try; nil when `best` cannot be made simpler.
  package mutating func proposal() -> Schedule? {
    while let candidate = candidates.popLast() {
      if tried.insert(candidate).inserted { return candidate }
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
    candidates = Self.simpler(than: executed)
  }

  private static func measure(_ schedule: Schedule) -> (Int, Int, Int) {
    (schedule.contextSwitches, schedule.clients.count, schedule.choices.count)
  }

  /// Moves that may help, the most promising last.
  private static func simpler(than schedule: Schedule) -> [Schedule] {
    let blocks = blocks(of: schedule)
    return (shortened(schedule) + withoutBlock(blocks) + merged(blocks) + withoutClient(schedule)).filter {
      !$0.choices.isEmpty
    }
  }

  /// Runs of events of one client, with the wakes and victims after them.
  private static func blocks(of schedule: Schedule) -> [[Choice]] {
    var blocks: [[Choice]] = []
    var client: Int?
    for choice in schedule.choices {
      if blocks.isEmpty || (choice.isIssue && client != nil && choice.clientID != client) {
        blocks.append([])
      }
      if choice.isIssue { client = choice.clientID }
      blocks[blocks.count - 1].append(choice)
    }
    return blocks
  }

  private static func withoutClient(_ schedule: Schedule) -> [Schedule] {
    schedule.clients.map { client in Schedule(schedule.choices.filter { $0.clientID != client }) }
  }

  /// A block moved next to another one of its client.
  private static func merged(_ blocks: [[Choice]]) -> [Schedule] {
    var schedules: [Schedule] = []
    for (index, block) in blocks.enumerated() {
      let client = block.first?.clientID
      guard let next = blocks[(index + 1)...].firstIndex(where: { $0.first?.clientID == client }) else {
        continue
      }
      var earlier = blocks
      earlier.insert(earlier.remove(at: next), at: index + 1)
      var later = blocks
      later.insert(later.remove(at: index), at: next - 1)
      schedules += [earlier, later].map { Schedule($0.flatMap(\.self)) }
    }
    return schedules
  }

  /// Its events come when nothing else is left.
  private static func withoutBlock(_ blocks: [[Choice]]) -> [Schedule] {
    blocks.indices.map { index in
      Schedule((blocks[..<index] + blocks[(index + 1)...]).flatMap(\.self) + blocks[index])
    }
  }

  /// Its last steps left to the order in which each client runs on.
  private static func shortened(_ schedule: Schedule) -> [Schedule] {
    schedule.choices.indices.reversed().map { index in
      var choices = schedule.choices
      choices.append(choices.remove(at: index))
      return Schedule(choices)
    }
  }
}
