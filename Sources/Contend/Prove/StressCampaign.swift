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
  }

  /// Why no more blocks are run.
  enum Ending {
    case settled
    case budgetEnded
    case interrupted
    /// The control did not fail in all these blocks: more of them would only cost time.
    case controlPassed
  }

  let control: JudgedArm
  private(set) var contestants: [Contestant]
  private(set) var ending = Ending.settled
  private let design: StressDesign
  private let options: RunOptions
  private let deadline: ContinuousClock.Instant
  private var random: RandomStream

  /// Blocks in which the control may pass before the run gives up on it; fewer if its rounds could
  /// not have failed, because no two calls overlapped.
  private static let patience = 400
  private static let patienceIfVacuous = 20

  init(
    control: JudgedArm, fixes: [JudgedArm], options: RunOptions, deadline: ContinuousClock.Instant,
    design: StressDesign = StressDesign()
  ) {
    self.control = control
    self.options = options
    self.deadline = deadline
    self.design = design
    contestants = fixes.map { Contestant(arm: $0, decision: StressDecision(design: design)) }
    random = RandomStream(seed: options.seed, path: 0)
  }

  private var undecided: [Int] { contestants.indices.filter { !contestants[$0].decision.isSettled } }

  func run() async throws {
    while !undecided.isEmpty {
      if let reason = reasonToStop {
        ending = reason
        return
      }
      guard try await runBlock() else {
        ending = .interrupted
        return
      }
      options.progress(progress)
    }
  }

  private var reasonToStop: Ending? {
    if options.control.isStopped { return .interrupted }
    if ContinuousClock.now >= deadline { return .budgetEnded }
    guard control.tally.failedRounds == 0 else { return nil }
    let isVacuous = control.tally.vacuousRounds.values.max() == control.tally.rounds
    let patience = isVacuous ? Self.patienceIfVacuous : Self.patience
    return control.tally.rounds >= patience ? .controlPassed : nil
  }

  /// One block; false if it was cut short, and then it counts as none.
  private func runBlock() async throws -> Bool {
    let fixes = undecided
    var controlJudgement: Judgement?
    var judgements: [Int: [Judgement]] = [:]
    let block = BlockRandomiser(fixRoundsPerControl: design.fixRoundsPerControl)
      .block(undecided: fixes, using: &random)
    for arm in block {
      switch arm {
      case .control: controlJudgement = try await control.runRound(control: options.control)
      case .fix(let index):
        let judgement = try await contestants[index].arm.runRound(control: options.control)
        if let judgement { judgements[index, default: []].append(judgement) }
      }
      if options.control.isStopped { return false }
    }
    guard let controlJudgement else { return false }
    for index in fixes {
      contestants[index].decision.endBlock(control: controlJudgement, fix: judgements[index] ?? [])
    }
    return true
  }

  private var progress: Progress {
    let slowest = undecided.map { contestants[$0].decision.elimination }.min { $0.eValue < $1.eValue }
    let arms = [control] + undecided.map { contestants[$0].arm }
    return Progress(
      phase: "stress",
      arms: arms.map { .init(name: $0.variant.name, done: $0.tally.rounds, failed: $0.tally.failedRounds) },
      elapsed: (options.budget - ContinuousClock.now.duration(to: deadline)) / .seconds(1),
      budget: options.budget / .seconds(1),
      evidence: slowest.map { .init(value: $0.eValue, needed: 1 / design.alpha) })
  }
}
