import ContendModel
import ContendExploration
import ContendReport

/// Tells how far a walk is, a few times a second at the most.
final class ExploreProgress: Sendable {
  private static let interval = Duration.milliseconds(200)

  private let name: String
  private let options: RunOptions
  private let next = Lock(ContinuousClock.now)

  /// - Parameter name: of the variant.
  init(_ name: String, _ options: RunOptions) {
    self.name = name
    self.options = options
  }

  func note(_ seen: () -> (tally: Tally, state: Findings.State)) {
    let isDue = next.withLock { next in
      guard ContinuousClock.now >= next else { return false }
      next = .now + Self.interval
      return true
    }
    guard isDue else { return }
    let (tally, state) = seen()
    options.progress(
      Progress(
        phase: "explore", arms: [.init(name: name, done: tally.schedules, failed: state.failing)],
        budget: options.budget / .seconds(1)))
  }
}
