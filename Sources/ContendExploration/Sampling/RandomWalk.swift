package import ContendModel

/// Chooses uniformly among what is possible, anew at each point, a fixed number of times.
///
/// Walk n of a seed is the same whichever lane runs it. The same interleaving may come up again, so
/// the result is a sample.
package struct RandomWalk: Strategy {
  private let seed: UInt64
  private var numbers: Countdown
  package private(set) var tally = Tally()

  package init(seed: UInt64, runs: Int) {
    self.seed = seed
    numbers = Countdown(runs: runs)
  }

  package mutating func begin() -> Beginning<RandomExecution> {
    numbers.next().map { .run(RandomExecution(random: RandomStream(seed: seed, path: $0))) } ?? .finished
  }

  package mutating func end(_ run: RandomExecution, _ ending: Ending) { tally.count(ending) }
}

/// One random walk.
package struct RandomExecution: Execution {
  package private(set) var schedule = Schedule()
  private var random: RandomStream

  init(random: RandomStream) { self.random = random }

  package mutating func choose(among enabled: [Choice]) -> Decision {
    guard let choice = enabled.randomElement(using: &random) else { return .stop }
    schedule.choices.append(choice)
    return .take(choice)
  }

  package mutating func observe(_ event: ExecutedEvent) {}
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
