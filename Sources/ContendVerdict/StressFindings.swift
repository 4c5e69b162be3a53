import ContendChecking
import ContendModel
import ContendStatistics

/// What the rounds of both arms say about a fix, as sentences.
struct StressFindings {
  let decision: StressDecision
  let control: ArmTally
  let fix: ArmTally

  var reduction: ReductionProcess { decision.reduction(countingAll: fix) }

  /// `regressed`: one finding for each kind of failure that the control never showed.
  var newKinds: [Finding] {
    kinds(known: false).map { kind, tally in
      Finding(
        .regressed,
        "\(kind) appeared in \(tally.rounds) of \(rounds(fix)), first in round \(tally.firstRound), "
          + "and in none of the control's \(control.rounds).\(message(kind, tally))")
    }
  }

  /// `not_fixed`, or `reduced` where E shows it: the fix fails as the control does.
  var knownKinds: [Finding] {
    let known = kinds(known: true)
    guard !known.isEmpty else { return [] }
    let verdict = reduction.isReached ? Verdict.reduced : .notFixed
    let list = known.map { "\($0) in \($1.rounds), first in round \($1.firstRound)" }
    let interval = fix.failureInterval
    let rate = Figures.percent(fix.failureRate ?? 0)
    let range = "\(Figures.percent(interval.low)) to \(Figures.percent(interval.high))"
    let sentence =
      "\(fix.failedRounds) of \(rounds(fix)) failed (\(rate), 95% interval \(range)): "
      + "\(list.joined(separator: "; ")); the control failed in \(failedOf(control))."
      + (known.first { !message($0.0, $0.1).isEmpty }.map { message($0.0, $0.1) } ?? "")
    return [Finding(verdict, sentence)] + reductionFinding(verdict)
  }

  /// What exploration found, beside what stress says of it: a failing interleaving of a fix that is shown to
  /// fail less often is `reduced`; a proof without any round of stress is none.
  func weighed(_ explored: [Finding]) -> [Finding] {
    let isReduced = reduction.isReached && explored.contains { $0.verdict == .notFixed }
    let weighed = explored.map { finding in
      switch finding.verdict {
      case .notFixed where isReduced: Finding(.reduced, finding.reason)
      case .eliminatedProved where fix.rounds == 0:
        Finding(
          .inconclusive,
          finding.reason + " But not one round of stress has looked for what exploration does not cover.")
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
    let interval = reduction.factorInterval
    let figures =
      "p_fix/p_control = \(Figures.number(factor)) (95% interval \(Figures.number(interval.low)) to "
      + "\(Figures.number(interval.high))), E = \(Figures.number(reduction.eValue))"
    return [
      Finding(
        verdict,
        verdict == .reduced
          ? "It fails less often than the control, but it fails: \(figures)."
          : "That it fails less often than the control is not shown: \(figures).")
    ]
  }

  private var eliminated: Finding {
    let process = decision.elimination
    let bound = Figures.number(process.upperBound ?? .infinity, rounding: .up)
    return Finding(
      .eliminatedStatistically,
      "0 of \(rounds(fix)) failed while the control failed in \(process.controlFailures) of "
        + "\(decision.blocks); p_fix/p_control ≤ \(bound) at \(Figures.percent(1 - process.alpha)) "
        + "confidence.")
  }

  private var unjudged: Finding {
    Finding(
      .inconclusive,
      "\(fix.unknownRounds) of \(rounds(fix)) could not be judged: "
        + fix.unknownReasons.joined(separator: " "))
  }

  private var undecided: Finding {
    let process = decision.elimination
    guard control.failedRounds > 0, let rate = control.failureRate else { return notReproduced }
    let more = process.remainingRounds(atControlRate: rate).map(Figures.grouped) ?? "far too many"
    return Finding(
      .inconclusive,
      "0 of \(rounds(fix)) failed, but beside them the control failed only \(process.controlFailures) "
        + "times where \(process.requiredControlFailures) are needed; at its rate of "
        + "\(Figures.percent(rate)) about \(more) more rounds of both would decide: raise --budget, or "
        + "--clients to make it fail more often.")
  }

  private var notReproduced: Finding {
    guard control.rounds > 0 else {
      return Finding(.inconclusive, "Nothing was shown: not one round of the control has ended.")
    }
    if decision.hasFailed {
      return Finding(
        .inconclusive,
        "The control, which fails in explore, failed in 0 of \(rounds(control)) of stress: they say nothing "
          + "of whether the fix eliminates that.")
    }
    let bound = control.failureInterval.high
    let atLeast = decision.elimination.remainingRounds(atControlRate: bound).map(Figures.grouped) ?? "0"
    var sentence =
      "The control did not reproduce: it failed in 0 of \(rounds(control)), so its rate is at most "
      + "\(Figures.percent(bound)) and at least \(atLeast) more rounds of both would be needed "
      + "(85/p); raise --clients, or explore its interleavings."
    if control.unknownRounds > 0 {
      sentence += " \(control.unknownRounds) of its rounds could not be judged: "
      sentence += control.unknownReasons.joined(separator: " ")
    }
    return Finding(.inconclusive, sentence)
  }

  /// An error's code says little: what the server said stands beside it.
  private func message(_ kind: FailureKind, _ tally: ArmTally.KindTally) -> String {
    guard case .error = kind, !tally.sentence.isEmpty else { return "" }
    return " \(tally.sentence)"
  }

  private func kinds(known: Bool) -> [(FailureKind, ArmTally.KindTally)] {
    fix.failures.filter { decision.isKnown($0.key, control: control) == known }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func rounds(_ arm: ArmTally) -> String {
    arm.rounds == 1 ? "1 round" : "\(Figures.grouped(arm.rounds)) rounds"
  }

  private func failedOf(_ arm: ArmTally) -> String {
    "\(Figures.grouped(arm.failedRounds)) of \(Figures.grouped(arm.rounds))"
  }
}
