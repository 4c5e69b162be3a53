package import ContendChecking
package import ContendModel
package import ContendStatistics

/// Decides, block by block, whether a fix needs more rounds.
///
/// Rules, looked at when a block is complete:
/// - No failure of the fix: on until the control has failed often enough (`EliminationProcess`).
/// - A failure refutes elimination. Rounds go on to tell `reduced` from `not_fixed`, until E shows the
///   reduction, or has sunk to `doubt`, or the exact interval of p_fix/p_control lies above a halving,
///   or `failureLimit` failing rounds were seen. Giving up is sound at any time: it can only turn
///   `reduced` into `not_fixed`, and E is valid under every rule of stopping.
/// - A kind of failure that the control has not shown: on for `newKindBlocks` blocks, so that the
///   control gets its chance, or until (c/(1+c))^n ≤ α, the probability that all n rounds with it fall
///   to the fix if both arms have it equally often. Whether it was new is judged at the end.
package struct StressDecision: Codable, Hashable, Sendable {
  /// Why a fix needs no more rounds.
  package enum Settlement: String, Codable, Hashable, Sendable {
    case eliminated
    case reduced
    /// That it is reduced can no longer be shown within reason.
    case notReduced
    case newKind
    /// Too many of its rounds could not be judged.
    case unjudgeable
  }

  package let design: StressDesign
  package private(set) var elimination: EliminationProcess
  package private(set) var reduction: ReductionProcess
  /// Complete blocks.
  package private(set) var blocks = 0
  /// Nil: more blocks are needed.
  package private(set) var settlement: Settlement?

  private var knownKinds: Set<FailureKind>
  private var fixKinds: [FailureKind: Int] = [:]
  private var newKindSince: Int?
  private var unknownRounds = 0

  /// A decision about one fix.
  ///
  /// `knownKinds` are the kinds of failure the control has shown elsewhere, as in explore.
  package init(design: StressDesign = StressDesign(), knownKinds: Set<FailureKind> = []) {
    self.design = design
    self.knownKinds = knownKinds
    elimination = EliminationProcess(
      fixRoundsPerControl: design.fixRoundsPerControl, ratio: design.ratio, alpha: design.alpha)
    reduction = ReductionProcess(
      fixRoundsPerControl: design.fixRoundsPerControl, threshold: design.reductionEvidence)
  }

  /// The same decision of a control that has also shown these kinds of failure elsewhere.
  package func knowing(_ kinds: Set<FailureKind>) -> StressDecision {
    var decision = self
    decision.knownKinds.formUnion(kinds)
    return decision
  }

  package var isSettled: Bool { settlement != nil }

  /// Whether the control has shown this kind of failure in a block of this fix or elsewhere.
  func hasShown(_ kind: FailureKind) -> Bool { knownKinds.contains(kind) }

  /// Whether the control has failed at all, in a block of this fix or elsewhere.
  var hasFailed: Bool { !knownKinds.isEmpty }

  /// Takes in one complete block: the control's round and all c rounds of the fix.
  package mutating func endBlock(control: Judgement, fix: [Judgement]) {
    blocks += 1
    let failed = fix.count { !$0.failures.isEmpty }
    let unknown = fix.count { $0.isUnknown }
    let controlFailed = !control.failures.isEmpty
    // A round nobody could judge may have failed: its block gives no evidence for the fix.
    elimination.endBlock(controlFailed: controlFailed && unknown == 0, fixFailed: failed > 0)
    reduction.endBlock(controlFailures: controlFailed ? 1 : 0, fixFailures: failed)
    unknownRounds += unknown
    knownKinds.formUnion(control.kinds)
    for kind in fix.flatMap(\.kinds) { fixKinds[kind, default: 0] += 1 }
    settlement = settle()
  }

  /// The comparison of all failures, those of the fix in an incomplete last block included.
  ///
  /// They can only lower E, so it remains valid where it is judged.
  func reduction(countingAll fix: JudgedRounds) -> ReductionProcess {
    var process = reduction
    process.endBlock(
      controlFailures: 0, fixFailures: max(0, fix.failedRounds - reduction.fixFailures))
    return process
  }

  private mutating func settle() -> Settlement? {
    guard elimination.isRefuted else {
      if elimination.isReached { return .eliminated }
      return unknownRounds >= design.unknownLimit ? .unjudgeable : nil
    }
    let new = fixKinds.filter { !knownKinds.contains($0.key) }
    guard new.isEmpty else {
      let since = newKindSince ?? blocks
      newKindSince = since
      let isConfirmed = new.values.contains { $0 >= roundsThatConfirm }
      return isConfirmed || blocks - since >= design.newKindBlocks ? .newKind : nil
    }
    newKindSince = nil
    if reduction.isReached { return .reduced }
    return isFutile ? .notReduced : nil
  }

  private var isFutile: Bool {
    blocks >= design.doubtBlocks && reduction.eValue <= design.doubt
      || reduction.isSurelyAbove(design.futileFactor)
      || reduction.controlFailures + reduction.fixFailures >= design.failureLimit
  }

  /// The least n with (c/(1+c))^n ≤ α.
  private var roundsThatConfirm: Int {
    let share = Double(design.fixRoundsPerControl) / Double(1 + design.fixRoundsPerControl)
    var probability = 1.0
    var rounds = 0
    while probability > design.alpha {
      probability *= share
      rounds += 1
    }
    return rounds
  }
}
