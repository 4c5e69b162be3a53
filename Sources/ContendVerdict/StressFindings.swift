import ContendChecking
import ContendModel
import ContendStatistics

/// What the rounds of both arms say about a fix.
struct StressFindings {
  let decision: StressDecision
  let control: JudgedRounds
  let fix: JudgedRounds

  var reduction: ReductionProcess { decision.reduction(countingAll: fix) }

  /// `regressed`: one finding for each kind of failure that the control never showed.
  var newKinds: [Finding] {
    kinds(known: false).map { kind, tally in
      Finding(
        .regressed,
        .rounds(
          .newFailure(
            kind: kind, fix: Share(tally.rounds, of: fix.rounds), first: tally.firstRound,
            control: Share(0, of: control.rounds), message: message(kind, tally))))
    }
  }

  /// `not_fixed`, or `reduced` where E shows it: the fix fails as the control does.
  var knownKinds: [Finding] {
    let known = kinds(known: true)
    guard !known.isEmpty else { return [] }
    let verdict = reduction.isReached ? Verdict.reduced : .notFixed
    let same = Evidence.rounds(
      .sameFailures(
        kinds: known.map { KindCount(kind: $0, rounds: $1.rounds, first: $1.firstRound) },
        fix: fix.failureShare, interval: fix.failureInterval, control: control.failureShare,
        message: known.lazy.compactMap(message).first))
    return [Finding(verdict, same)] + reductionFinding(verdict)
  }

  /// What exploration found, beside what stress says of it: a failing interleaving of a fix that is shown to
  /// fail less often is `reduced`; a proof without any round of stress is none.
  func weighed(_ explored: [Finding]) -> [Finding] {
    let isReduced = reduction.isReached && explored.contains { $0.verdict == .notFixed }
    let weighed = explored.map { finding in
      switch finding.verdict {
      case .notFixed where isReduced: Finding(.reduced, finding.evidence)
      case .eliminatedProved where fix.rounds == 0: Finding(.inconclusive, finding.evidence.unstressed)
      default: finding
      }
    }
    return weighed + (isReduced && fix.failedRounds == 0 ? reductionFinding(.reduced) : [])
  }

  /// The findings of a fix that never failed: `eliminated_statistically`, or what is missing for it.
  var absence: [Finding] {
    guard fix.failedRounds == 0 else { return [] }
    if fix.unknownRounds > 0 { return [unjudged] }
    return [decision.elimination.isReached ? eliminated : undecided]
  }

  private func reductionFinding(_ verdict: Verdict) -> [Finding] {
    let reduction = reduction
    guard let factor = reduction.factor else { return [] }
    return [
      Finding(
        verdict,
        .rounds(
          .failureFactor(
            lower: verdict == .reduced, factor: factor, interval: reduction.factorInterval,
            e: min(reduction.eValue, .greatestFiniteMagnitude))))
    ]
  }

  private var eliminated: Finding {
    let process = decision.elimination
    return Finding(
      .eliminatedStatistically,
      .rounds(
        .neverFailed(
          fix: fix.failureShare, control: Share(process.controlFailures, of: decision.blocks),
          bound: process.upperBound ?? .greatestFiniteMagnitude, confidence: 1 - process.alpha)))
  }

  private var unjudged: Finding {
    Finding(
      .inconclusive,
      .rounds(.unjudged(rounds: Share(fix.unknownRounds, of: fix.rounds), reasons: fix.unknownReasons)))
  }

  private var undecided: Finding {
    let process = decision.elimination
    guard control.failedRounds > 0, let rate = control.failureRate else { return notReproduced }
    return Finding(
      .inconclusive,
      .rounds(
        .tooFewFailures(
          fix: fix.failureShare, seen: process.controlFailures, needed: process.requiredControlFailures,
          rate: rate, more: process.remainingRounds(atControlRate: rate))))
  }

  private var notReproduced: Finding {
    guard control.rounds > 0 else { return Finding(.inconclusive, .rounds(.noControlRound)) }
    if decision.hasFailed {
      return Finding(.inconclusive, .rounds(.failsInExploreOnly(control: control.failureShare)))
    }
    let bound = control.failureInterval.high
    return Finding(
      .inconclusive,
      .rounds(
        .notReproduced(
          control: control.failureShare, bound: bound,
          more: decision.elimination.remainingRounds(atControlRate: bound),
          unjudged: Share(control.unknownRounds, of: control.rounds), reasons: control.unknownReasons)))
  }

  /// An error's code says little: what the server said stands beside it.
  private func message(_ kind: FailureKind, _ tally: JudgedRounds.KindTally) -> FailureEvidence? {
    guard case .error = kind else { return nil }
    return tally.evidence
  }

  private func kinds(known: Bool) -> [(FailureKind, JudgedRounds.KindTally)] {
    fix.failures.filter { decision.isKnown($0.key, control: control) == known }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension Evidence {
  /// A proof that no round of stress stands beside.
  fileprivate var unstressed: Evidence {
    guard case .schedules(.noneFails(let classes, let clients, let control, _)) = self else { return self }
    return .schedules(.noneFails(classes: classes, clients: clients, control: control, stressed: false))
  }
}
