package import ContendModel

/// One path from the root of the search tree to a leaf: follows what is known, then goes on with the
/// first choice that does not sleep.
package struct DepthFirstExecution: Execution {
  struct Step: Sendable {
    var enabled: [Choice]
    var sleep: [TracedEvent]
    var choice: Choice
    var event: TracedEvent?
  }

  /// Among the executions of its strategy, from 0.
  let number: Int
  /// Nodes that the path leads through, the one where it branches off last; empty for the first path.
  let nodes: [Int]
  /// The choices taken at those nodes, and what was possible there.
  private let prefix: [(choice: Choice, enabled: [Choice])]
  /// Events that sleep while the branch's event is taken.
  private var sleep: [TracedEvent]
  private let dependence: Dependence?
  /// The execution is abandoned where it would make a choice beyond so many.
  private let edge: Int?
  private(set) var hasReachedEdge = false
  private var log = TransactionLog()
  private(set) var fairness: RetryFairness
  private(set) var steps: [Step] = []
  /// Where the block of the last `issue` and the wakes and victims after it begins.
  private var blockStart = 0

  /// Without a dependence relation nothing sleeps.
  init(
    number: Int, nodes: [Int] = [], prefix: [(choice: Choice, enabled: [Choice])] = [],
    sleep: [TracedEvent] = [],
    dependence: Dependence?, fairness: RetryFairness, edge: Int? = nil
  ) {
    self.number = number
    self.nodes = nodes
    self.prefix = prefix
    self.sleep = sleep
    self.dependence = dependence
    self.fairness = fairness
    self.edge = edge
  }

  package var schedule: Schedule { Schedule(steps.map(\.choice)) }

  /// The choice at the last of `nodes`.
  var branch: Choice? { prefix.last?.choice }

  /// The steps from here on are new to the tree; the one before takes a new branch.
  var firstNewStep: Int { prefix.count }

  package mutating func choose(among enabled: [Choice]) -> Decision {
    let allowed = fairness.filter(enabled)
    if allowed.isRace, !steps.isEmpty {
      // The event that led here has several continuations: it commutes with nothing.
      steps[blockStart].event?.isUniversal = true
      if steps.count >= prefix.count { sleep = [] }
    }
    if let edge, steps.count >= edge {
      hasReachedEdge = true
      return .cut
    }
    let choice: Choice
    if steps.count < prefix.count {
      let planned = prefix[steps.count]
      guard planned.enabled == allowed else {
        return .diverged(Divergence(step: steps.count + 1, expected: planned.choice, enabled: enabled))
      }
      choice = planned.choice
    } else {
      guard let awake = allowed.first(where: { isAwake($0) }) else { return .cut }
      choice = awake
    }
    if !choice.isContinuation { blockStart = steps.count }
    steps.append(Step(enabled: allowed, sleep: sleep, choice: choice))
    return .take(choice)
  }

  package mutating func observe(_ event: ExecutedEvent) {
    fairness.observe(event)
    guard let dependence, !steps.isEmpty else { return }
    let last = steps.count - 1
    let traced = log.trace(event)
    steps[last].event = traced
    guard last >= prefix.count - 1, !sleep.isEmpty else { return }
    sleep.removeAll { dependence.holds(between: $0, traced) }
  }

  private func isAwake(_ choice: Choice) -> Bool { !sleep.contains { $0.choice == choice } }
}
