import ContendChecking
import ContendExecution
import ContendModel
import ContendReport
import ContendStatistics
import ContendVerdict

/// Stress of the control and all fixes, interleaved block by block until every fix is settled.
///
/// Judging the control first and the fixes afterwards would certify unfixed bugs whenever the machine
/// drifts; so every block holds one round of the control and several of each fix that is still open,
/// in random order.
final class StressCampaign {
  /// One fix with the state of its decision.
  struct Contestant {
    var arm: JudgedArm
    var decision: StressDecision
    var comparison = BlockComparison()
    /// Of its own rounds.
    var spent = Duration.zero
  }

  let control: JudgedArm
  private(set) var contestants: [Contestant]
  private let design: StressDesign
  private let options: RunOptions
  private let deadline: ContinuousClock.Instant
  private var blocks = 0
  /// All that explore saw the control fail by takes a fault that stress does not make.
  private let isBeyondStress: Bool

  /// Blocks in which the control may pass before the run gives up on it; fewer if its rounds could
  /// not have failed, because no two calls overlapped or nobody is killed under stress.
  private static let patience = 400
  private static let patienceIfVacuous = 20

  init(
    control: JudgedArm, fixes: [JudgedArm], explored: [ExploreResult], options: RunOptions,
    deadline: ContinuousClock.Instant, design: StressDesign = StressDesign()
  ) {
    self.control = control
    self.options = options
    self.deadline = deadline
    self.design = design
    for arm in [control] + fixes { arm.figures = RoundFigures() }
    let found = explored.first?.state.kinds ?? [:]
    let known = Set(found.keys)
    isBeyondStress = !found.isEmpty && found.values.allSatisfy(\.example.schedule.hasCrash)
    contestants = fixes.map {
      Contestant(arm: $0, decision: StressDecision(design: design, knownKinds: known))
    }
  }

  private var undecided: [Int] { contestants.indices.filter { !contestants[$0].decision.isSettled } }

  /// A scenario without fixes has nothing to decide but whether the control fails at all.
  private var isDecided: Bool {
    contestants.isEmpty ? control.tally.failedRounds > 0 : undecided.isEmpty
  }

  func run() async throws {
    while !isDecided, !shouldStop {
      guard try await runBlock() else { return }
      options.progress(progress)
    }
  }

  private var shouldStop: Bool {
    options.isStopped || ContinuousClock.now >= deadline || isControlHopeless
  }

  /// The control did not fail in all these blocks: more of them would only cost time.
  private var isControlHopeless: Bool {
    guard control.tally.failedRounds == 0 else { return false }
    let isVacuous = control.tally.vacuousRounds.values.max() == control.tally.rounds
    return control.tally.rounds >= (isVacuous || isBeyondStress ? Self.patienceIfVacuous : Self.patience)
  }

  /// One block; false if it was cut short, and then it counts as none.
  private func runBlock() async throws -> Bool {
    let fixes = participants
    var controlJudgement: Judgement?
    var judgements: [Int: [Judgement]] = [:]
    var figures: [Int: [BlockComparison.Figures]] = [:]
    for arm in nextOrder(of: fixes) {
      switch arm {
      case .control: controlJudgement = try await control.runRound(stopSignal: options.stopSignal)
      case .fix(let index):
        let (arm, start) = (contestants[index].arm, ContinuousClock.now)
        defer { contestants[index].spent += start.duration(to: .now) }
        guard let judgement = try await arm.runRound(stopSignal: options.stopSignal) else { return false }
        judgements[index, default: []].append(judgement)
        if let last = arm.figures?.last { figures[index, default: []].append(last) }
      }
      if options.isStopped { return false }
    }
    guard let controlJudgement else { return false }
    for index in fixes {
      contestants[index].decision.endBlock(control: controlJudgement, fix: judgements[index] ?? [])
      guard let own = control.figures?.last else { continue }
      contestants[index].comparison.endBlock(control: own, fix: figures[index] ?? [])
    }
    return true
  }

  /// The undecided fixes, without those that have had far more than their share of the time: they go on when
  /// the others have had as much, or are settled. What sits out is chosen by the past alone, so evidence stays valid.
  private var participants: [Int] {
    let open = undecided
    return Self.withinShare(open.map { contestants[$0].spent }).map { open[$0] }
  }

  /// How many times the mean of all a fix may have spent.
  private static let mostShares = 2

  /// The places of those that have not spent too much; never none.
  static func withinShare(_ spent: [Duration]) -> [Int] {
    guard !spent.isEmpty else { return [] }
    let mean = spent.reduce(.zero, +) / spent.count
    return spent.indices.filter { spent[$0] <= mean * mostShares }
  }

  private func nextOrder(of fixes: [Int]) -> [ContendStatistics.Arm] {
    defer { blocks += 1 }
    return Self.order(
      seed: options.seed, block: blocks, fixes: contestants.count, open: Set(fixes),
      randomiser: BlockRandomiser(fixRoundsPerControl: design.fixRoundsPerControl))
  }

  /// The order of a block: drawn for all fixes, so that it depends on the seed and the block's number
  /// alone, and then without those that are settled.
  static func order(
    seed: UInt64, block: Int, fixes: Int, open: Set<Int>, randomiser: BlockRandomiser = BlockRandomiser()
  ) -> [ContendStatistics.Arm] {
    var random = RandomStream(seed: seed, path: 0, block)
    return randomiser.block(undecided: Array(0..<fixes), using: &random).filter {
      if case .fix(let index) = $0 { open.contains(index) } else { true }
    }
  }

  private var progress: Progress {
    let hopeful = undecided.map { contestants[$0].decision.elimination }.filter { !$0.isRefuted }
    let slowest = hopeful.min { $0.eValue < $1.eValue }
    let arms = [control] + undecided.map { contestants[$0].arm }
    return Progress(
      phase: "stress",
      arms: arms.map { .init(name: $0.variant.name, done: $0.tally.rounds, failed: $0.tally.failedRounds) },
      budget: options.budget / .seconds(1),
      evidence: slowest.map { .init(value: $0.eValue, needed: 1 / design.alpha) })
  }
}
