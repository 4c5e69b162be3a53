package import ContendModel

/// Probabilistic concurrency testing: finds a bug of depth d with a guaranteed probability in each run.
///
/// Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010, section 3: every client has a random
/// priority and the highest that can go on does; at d - 1 random steps the client that would go on
/// falls below all others. A bug that needs d ordering constraints shows in a run with a probability
/// of at least 1/(n·k^(d-1)), for n clients and k steps.
package struct PCT: Strategy {
  private let seed: UInt64
  private let clients: Int
  private let steps: Int
  private let depth: Int
  private let retryBound: Int
  private var numbers: Countdown
  package private(set) var tally = Tally()

  /// - Parameters:
  ///   - clients: their number; their IDs are 1 to `clients`.
  ///   - steps: events of one execution, as a serial run counts them.
  ///   - depth: number of ordering constraints that the bug needs, at least 1.
  ///   - retryBound: further attempts that a client may begin while another one could go on and does not.
  package init(
    seed: UInt64, runs: Int, clients: Int, steps: Int, depth: Int, retryBound: Int = RetryFairness.usualBound
  ) {
    self.seed = seed
    self.clients = clients
    self.steps = max(steps, 1)
    self.depth = max(depth, 1)
    self.retryBound = retryBound
    numbers = Countdown(runs: runs)
  }

  /// The least probability with which a bug of this depth shows in one run.
  package var bound: Double {
    (1..<depth).reduce(1 / Double(max(clients, 1))) { bound, _ in bound / Double(steps) }
  }

  package mutating func begin() -> Beginning<PCTExecution> {
    guard let number = numbers.next() else { return .finished }
    return .run(
      PCTExecution(
        random: RandomStream(seed: seed, path: number), clients: clients, steps: steps, depth: depth,
        fairness: RetryFairness(bound: retryBound)))
  }

  package mutating func end(_ run: PCTExecution, _ ending: Ending) {
    tally.count(ending)
    if run.fairness.hasBitten { tally.bounded += 1 }
  }
}

/// One run of PCT.
package struct PCTExecution: Execution {
  package private(set) var schedule = Schedule()
  /// Initial priorities are `depth` and more, those after a change 1 to `depth - 1`.
  private var priorities: [Int]
  /// Steps, from 1, at which a client falls, and to which priority.
  private var changes: [(step: Int, priority: Int)]
  private let steps: Int
  private(set) var fairness: RetryFairness
  private var random: RandomStream

  init(random: RandomStream, clients: Int, steps: Int, depth: Int, fairness: RetryFairness) {
    var random = random
    priorities = (0..<clients).map { depth + $0 }.shuffled(using: &random)
    changes = (1..<depth).map { (Int.random(in: 1...steps, using: &random), $0) }
    self.steps = steps
    self.fairness = fairness
    self.random = random
  }

  package mutating func choose(among enabled: [Choice]) -> Decision {
    let enabled = fairness.filter(enabled)
    for change in changes where change.step == schedule.choices.count + 1 {
      if let next = highest(enabled) { fall(next.clientID, to: change.priority) }
    }
    guard let choice = fault(among: enabled) ?? highest(enabled) else { return .stop }
    schedule.choices.append(choice)
    return .take(choice)
  }

  package mutating func observe(_ event: ExecutedEvent) { fairness.observe(event) }

  /// What need not happen: each about once in a run, were it possible all the time.
  private mutating func fault(among enabled: [Choice]) -> Choice? {
    for choice in enabled where choice.isOptional && random.unit() * Double(steps) < 1 { return choice }
    return nil
  }

  private func highest(_ enabled: [Choice]) -> Choice? {
    enabled.max { priority(of: $0.clientID) < priority(of: $1.clientID) }
  }

  private func priority(of client: Int) -> Int {
    priorities.indices.contains(client - 1) ? priorities[client - 1] : 0
  }

  private mutating func fall(_ client: Int, to priority: Int) {
    if priorities.indices.contains(client - 1) { priorities[client - 1] = priority }
  }
}
