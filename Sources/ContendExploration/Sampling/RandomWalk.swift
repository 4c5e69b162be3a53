package import ContendModel

/// Chooses uniformly among what is possible, anew at each point, a fixed number of times.
///
/// Walk n of a seed is the same whichever lane runs it. The same interleaving may come up again, so
/// the result is a sample.
package struct RandomWalk: Strategy {
  private let seed: UInt64
  private let retryBound: Int
  private var numbers: Countdown
  package private(set) var tally = Tally()

  package init(seed: UInt64, runs: Int, retryBound: Int = RetryFairness.usualBound) {
    self.seed = seed
    self.retryBound = retryBound
    numbers = Countdown(runs: runs)
  }

  package mutating func begin() -> Beginning<RandomExecution> {
    guard let number = numbers.next() else { return .finished }
    return .run(
      RandomExecution(
        random: RandomStream(seed: seed, path: number), fairness: RetryFairness(bound: retryBound)))
  }

  package mutating func end(_ run: RandomExecution, _ ending: Ending) {
    tally.count(ending)
    if run.fairness.hasBitten { tally.bounded += 1 }
  }
}

/// One random walk.
package struct RandomExecution: Execution {
  package private(set) var schedule = Schedule()
  private(set) var fairness: RetryFairness
  private var random: RandomStream

  init(random: RandomStream, fairness: RetryFairness) {
    self.random = random
    self.fairness = fairness
  }

  package mutating func choose(among enabled: [Choice]) -> Decision {
    guard let choice = fairness.filter(enabled).randomElement(using: &random) else { return .stop }
    schedule.choices.append(choice)
    return .take(choice)
  }

  package mutating func observe(_ event: ExecutedEvent) { fairness.observe(event) }
}

/// Hands out the numbers of a fixed number of runs, from 1.
struct Countdown: Sendable {
  private let runs: Int
  private var begun = 0

  init(runs: Int) { self.runs = runs }

  mutating func next() -> Int? {
    guard begun < runs else { return nil }
    begun += 1
    return begun
  }
}
