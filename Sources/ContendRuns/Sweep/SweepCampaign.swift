import ContendModel
import ContendReport
import ContendStatistics
import ContendVerdict

/// Rounds of every variant at every value, interleaved, so that a drift of the machine hits every
/// point of every curve alike: a block holds one round of each point, in random order.
final class SweepCampaign {
  struct Point {
    /// Into the axis's values.
    var value: Int
    var variant: Variant
    var plan: ArmPlan
    var arm: JudgedArm
  }

  let points: [Point]
  /// Blocks that are to be run.
  let rounds: Int
  private let options: RunOptions
  private let start: ContinuousClock.Instant
  private let deadline: ContinuousClock.Instant
  private(set) var blocks = 0

  init(
    _ points: [Point], rounds: Int, options: RunOptions, start: ContinuousClock.Instant,
    deadline: ContinuousClock.Instant
  ) {
    self.points = points
    self.rounds = rounds
    self.options = options
    self.start = start
    self.deadline = deadline
  }

  /// Every point has all the rounds that were asked for.
  var isComplete: Bool { blocks >= rounds }

  /// Runs until every block is done, the budget ends or the run is stopped.
  func run() async throws {
    while !isComplete {
      for index in Self.order(seed: options.seed, block: blocks, points: points.count) {
        if options.isStopped || ContinuousClock.now >= deadline { return }
        guard try await points[index].arm.runRound(stopSignal: options.stopSignal) != nil else { return }
        options.progress(progress)
      }
      blocks += 1
    }
  }

  /// The order of a block: every one as likely, from the seed and the block's number alone.
  static func order(seed: UInt64, block: Int, points: Int) -> [Int] {
    var random = RandomStream(seed: seed, path: 0, block)
    return (0..<points).shuffled(using: &random)
  }

  private var progress: Progress {
    var arms: [Progress.Arm] = []
    for point in points {
      let tally = point.arm.tally
      if let index = arms.firstIndex(where: { $0.name == point.variant.name }) {
        arms[index].done += tally.rounds
        arms[index].failed += tally.failedRounds
      } else {
        arms.append(.init(name: point.variant.name, done: tally.rounds, failed: tally.failedRounds))
      }
    }
    return Progress(
      phase: "sweep", arms: arms, elapsed: start.duration(to: .now) / .seconds(1),
      budget: options.budget / .seconds(1))
  }
}

extension [SweepCampaign.Point] {
  /// How the statements of a call grow over the axis; nil where its values are no numbers.
  func statementGrowth(over axis: SweepAxis) -> Growth? {
    guard let numbers = axis.numbers else { return nil }
    return Growth.ofStatements(map { (numbers[$0.value], $0.arm.tally) })
  }
}
