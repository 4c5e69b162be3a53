package import ContendModel

/// Follows one schedule, once or several times.
package struct ReplayStrategy: Strategy {
  package enum Fidelity: Hashable, Sendable {
    /// A choice that is not possible, or an end too early or too late, is a divergence.
    case exact
    /// Leaves out what is not possible and, after the end, lets each client run on in turn: what the
    /// minimiser's proposals need.
    case lenient
  }

  private let schedule: Schedule
  private let fidelity: Fidelity
  private var numbers: Countdown
  package private(set) var tally = Tally()
  /// Where the first execution that diverged did so.
  package private(set) var divergence: Divergence?

  package init(_ schedule: Schedule, times: Int = 1, fidelity: Fidelity = .exact) {
    self.schedule = schedule
    self.fidelity = fidelity
    numbers = Countdown(runs: times)
  }

  package mutating func begin() -> Beginning<ReplayExecution> {
    numbers.next() == nil ? .finished : .run(ReplayExecution(schedule, fidelity: fidelity))
  }

  /// The program may end before the schedule does: that counts as diverged, too.
  package mutating func end(_ run: ReplayExecution, _ ending: Ending) {
    let found = run.divergence ?? (ending == .completed ? run.unfinished : nil)
    divergence = divergence ?? found
    tally.count(found == nil ? ending : .diverged)
  }
}

/// One execution that follows a schedule.
package struct ReplayExecution: Execution {
  package private(set) var schedule = Schedule()
  package private(set) var divergence: Divergence?
  private let plan: [Choice]
  private let clients: Set<Int>
  private let fidelity: ReplayStrategy.Fidelity
  /// Into `plan`.
  private var next = 0

  package init(_ schedule: Schedule, fidelity: ReplayStrategy.Fidelity = .exact) {
    plan = schedule.choices
    clients = Set(schedule.clients)
    self.fidelity = fidelity
  }

  /// What the schedule still wanted when the program was over; nil if it ended with it.
  package var unfinished: Divergence? {
    guard fidelity == .exact, next < plan.count else { return nil }
    return Divergence(step: schedule.choices.count + 1, expected: plan[next], enabled: [])
  }

  package mutating func choose(among enabled: [Choice]) -> Decision {
    switch fidelity {
    case .exact: chooseExactly(among: enabled)
    case .lenient: chooseLeniently(among: enabled)
    }
  }

  package mutating func observe(_ event: ExecutedEvent) {}

  private mutating func chooseExactly(among enabled: [Choice]) -> Decision {
    guard next < plan.count else {
      let isOver = enabled.allSatisfy { !clients.contains($0.clientID) }
      return isOver ? .stop : diverge(expected: nil, enabled)
    }
    guard enabled.contains(plan[next]) else { return diverge(expected: plan[next], enabled) }
    next += 1
    return take(plan[next - 1])
  }

  private mutating func chooseLeniently(among enabled: [Choice]) -> Decision {
    let possible = enabled.filter { clients.contains($0.clientID) }
    guard let first = possible.first else { return .stop }
    // At a race only its own choices can be meant; otherwise what is not possible is left out.
    while next < plan.count {
      if possible.contains(plan[next]) {
        next += 1
        return take(plan[next - 1])
      }
      if !first.isIssue, plan[next].isIssue { break }
      next += 1
    }
    let last = schedule.choices.last?.clientID
    let ordinary = possible.filter { !$0.isOptional }
    return take(ordinary.first { $0.clientID == last } ?? ordinary.first ?? first)
  }

  private mutating func take(_ choice: Choice) -> Decision {
    schedule.choices.append(choice)
    return .take(choice)
  }

  private mutating func diverge(expected: Choice?, _ enabled: [Choice]) -> Decision {
    let divergence = Divergence(step: schedule.choices.count + 1, expected: expected, enabled: enabled)
    self.divergence = divergence
    return .diverged(divergence)
  }
}
