package import ContendModel

/// All schedules with no preemption, then those with one, with two and so on: small counterexamples
/// come first.
///
/// Iterative context bounding (Musuvathi and Qadeer, PLDI 2007): a preemption is a switch away from a
/// client that could go on; leaving one that waits or is done is free. Each schedule is executed once,
/// under the smallest bound that has it. A bound is begun only when the one before is done.
package struct PreemptionBounded: Strategy {
  /// A path up to and including the choice that nobody has taken yet.
  struct Path: Sendable {
    var choices: [Choice] = []
    var preemptions = 0
  }

  /// The bound whose schedules are under way; all with fewer preemptions have been executed.
  package private(set) var bound = 0
  private let maximum: Int
  private let retryBound: Int
  private var current = [Path()]
  /// Paths that cost one preemption more.
  private var beyond: [Path] = []
  private var underWay = 0
  package private(set) var tally = Tally()

  package init(maximum: Int = .max, retryBound: Int = RetryFairness.usualBound) {
    self.maximum = maximum
    self.retryBound = retryBound
  }

  package mutating func begin() -> Beginning<PreemptionBoundedExecution> {
    if current.isEmpty, underWay == 0, bound < maximum, !beyond.isEmpty {
      bound += 1
      swap(&current, &beyond)
    }
    guard let path = current.popLast() else { return underWay > 0 ? .later : .finished }
    underWay += 1
    return .run(PreemptionBoundedExecution(path, fairness: RetryFairness(bound: retryBound)))
  }

  package mutating func end(_ run: PreemptionBoundedExecution, _ ending: Ending) {
    underWay -= 1
    tally.count(ending)
    if run.fairness.hasBitten { tally.bounded += 1 }
    if ending != .diverged {
      for path in run.alternatives {
        if path.preemptions > bound { beyond.append(path) } else { current.append(path) }
      }
    }
    guard underWay == 0, current.isEmpty, tally.diverged == 0 else { return }
    tally.preemptions = bound
    tally.isComplete = beyond.isEmpty
  }
}

/// One schedule: follows a path and then goes on without a preemption.
package struct PreemptionBoundedExecution: Execution {
  package private(set) var schedule = Schedule()
  /// What else could have been chosen where nobody had chosen before.
  private(set) var alternatives: [PreemptionBounded.Path] = []
  private(set) var fairness: RetryFairness
  private let path: PreemptionBounded.Path

  init(_ path: PreemptionBounded.Path, fairness: RetryFairness) {
    self.path = path
    self.fairness = fairness
  }

  package mutating func choose(among enabled: [Choice]) -> Decision {
    let allowed = fairness.filter(enabled)
    let step = schedule.choices.count
    if step < path.choices.count {
      guard allowed.contains(path.choices[step]) else {
        return .diverged(Divergence(step: step + 1, expected: path.choices[step], enabled: enabled))
      }
      return take(path.choices[step])
    }
    let running = schedule.choices.last { $0.isIssue }
    let next = allowed.first { $0 == running } ?? allowed[0]
    let cost = next == running ? 1 : 0
    for other in allowed where other != next {
      alternatives.append(
        PreemptionBounded.Path(choices: schedule.choices + [other], preemptions: path.preemptions + cost))
    }
    return take(next)
  }

  package mutating func observe(_ event: ExecutedEvent) { fairness.observe(event) }

  private mutating func take(_ choice: Choice) -> Decision {
    schedule.choices.append(choice)
    return .take(choice)
  }
}
