package import ContendModel
import ContendStatistics

/// All that the verdict on a fix rests on besides interleavings; stored where those of other shards are to join it.
package struct FixCase: Codable, Hashable, Sendable {
  package var decision: StressDecision
  package var control: JudgedRounds
  package var fix: JudgedRounds
  /// Thresholds that it breaks.
  package var thresholds: [Finding]
  /// What it was asked besides, if it never failed.
  package var scrutiny: [Finding]
  package var notes: [Evidence]

  package init(
    _ decision: StressDecision, control: ArmTally, fix: ArmTally, thresholds: ThresholdCheck,
    scrutiny: ScrutinyFindings
  ) {
    self.decision = decision
    self.control = control.judged
    self.fix = fix.judged
    self.thresholds = thresholds.findings(control: control, fix: fix)
    self.scrutiny = scrutiny.findings
    notes =
      StressNotes(control: control, fix: fix).all + thresholds.notes(control: control, fix: fix)
      + scrutiny.notes
  }

  /// After a proof it does not matter that stress alone shows too little.
  package func verdict(explored: [Finding]) -> FixVerdict {
    let all = StressFindings(decision: decision, control: control, fix: fix)
    let explored = all.weighed(explored)
    let isProved = explored.contains { $0.verdict == .eliminatedProved } && fix.unknownRounds == 0
    let absence = all.absence.filter { !isProved || $0.verdict != .inconclusive }
    var verdict = FixVerdict(
      findings: all.newKinds + thresholds + all.knownKinds + explored + scrutiny + absence, notes: notes)
    verdict.upperBound = fix.failedRounds == 0 ? decision.elimination.upperBound : nil
    verdict.factor = all.reduction.factor
    verdict.factorInterval = verdict.factor == nil ? nil : all.reduction.factorInterval
    return verdict
  }

  /// The same case beside a control that has also shown these kinds of failure, in interleavings of other shards.
  package func knowing(_ kinds: Set<FailureKind>) -> FixCase {
    var copy = self
    copy.decision = decision.knowing(kinds)
    copy.scrutiny = scrutiny.map { $0.knowing(kinds) }
    return copy
  }
}

extension Finding {
  /// A failure without concurrency is new only where the control has not shown it anywhere.
  fileprivate func knowing(_ known: Set<FailureKind>) -> Finding {
    guard
      case .serial(.fails(let place, let kinds, new: true, let orders, let shortest)) = evidence,
      known.isSuperset(of: kinds)
    else { return self }
    return Finding(
      .notFixed,
      .serial(.fails(place: place, kinds: kinds, new: false, orders: orders, shortest: shortest)))
  }
}
