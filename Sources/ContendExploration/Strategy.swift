package import ContendModel

/// Decides which interleaving runs next: one implementation for each way to walk them.
///
/// A strategy is the part that all lanes share and that a lane touches twice for each execution, to
/// begin and to end it; put a `Lock` around it. Between the two a lane has its `Execution` to itself.
/// What is executed does not depend on the number of lanes.
package protocol Strategy: Sendable {
  associatedtype Run: Execution

  /// The next execution for the lane that asks.
  mutating func begin() -> Beginning<Run>
  /// Takes back what `begin` gave, with all that it observed, and how it ended.
  mutating func end(_ run: Run, _ ending: Ending)
  var tally: Tally { get }
}

/// One run of the program from its initial state to the end, steered choice by choice.
package protocol Execution: Sendable {
  /// What happens next among the choices that are possible, which are in order and not empty.
  ///
  /// At an ordinary point those are `issue` for every client that is idle; after a release that made
  /// several waiters runnable only their `wake`s, and after a deadlock only its `victim`s. Where only
  /// one wake or victim is possible the runner may do it within the event and ask nobody.
  mutating func choose(among enabled: [Choice]) -> Decision
  /// What the choice did, once every client is idle, waiting or done again, or has to be chosen among.
  mutating func observe(_ event: ExecutedEvent)
  /// The choices so far.
  var schedule: Schedule { get }
}

/// The answer to `begin`.
package enum Beginning<Run: Execution>: Sendable {
  case run(Run)
  /// Nothing to do until a lane ends its execution; cannot happen while none is under way.
  case later
  /// The exploration is complete, or has had as many executions as it was to have.
  case finished
}

/// The answer to `choose`.
package enum Decision: Hashable, Sendable {
  case take(Choice)
  /// An equal interleaving is explored elsewhere: abandon this one and end it as `cut`.
  case cut
  /// The program did not do what it did before: end as `diverged`.
  case diverged(Divergence)
  /// The schedule is over although clients that it does not name have not begun: end as `completed`.
  case stop
}

/// Where an execution left the path that it was to follow.
package struct Divergence: Hashable, Sendable {
  /// From 1.
  package var step: Int
  /// The choice that the schedule wants next; nil where it has ended.
  package var expected: Choice?
  package var enabled: [Choice]

  package init(step: Int, expected: Choice?, enabled: [Choice]) {
    self.step = step
    self.expected = expected
    self.enabled = enabled
  }
}

/// How an execution ended.
package enum Ending: Hashable, Sendable {
  case completed
  case cut
  case diverged
  /// A statement never returned; what was seen up to there counts.
  case stuck
}

/// What a strategy has had executed.
package struct Tally: Hashable, Sendable {
  /// Complete runs, those that got stuck included; distinct unless the strategy samples.
  package var schedules = 0
  /// Runs that were cut off because an equal one is explored elsewhere.
  package var redundant = 0
  package var diverged = 0
  /// Every interleaving in the strategy's scope has been covered and nothing diverged.
  package var isComplete = false
  /// Runs in which the bound on retries held a client back: complete only up to that bound.
  package var bounded = 0
  /// Every interleaving with at most so many preemptions has been executed; nil if that is not known of any number.
  package var preemptions: Int?

  package init() {}

  mutating func count(_ ending: Ending) {
    switch ending {
    case .completed, .stuck: schedules += 1
    case .cut: redundant += 1
    case .diverged: diverged += 1
    }
  }
}
