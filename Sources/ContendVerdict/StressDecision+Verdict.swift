import ContendModel
import ContendStatistics

extension StressDecision {
  /// The verdict once the fix is settled or the budget has ended.
  ///
  /// The tallies hold every round of each arm, those of an incomplete last block and of the control's
  /// other blocks included: a failure there counts, evidence for the fix comes from whole blocks only.
  /// What exploration found joins in, and what a fix that never failed was asked besides (`scrutiny`); after a proof it does not matter that stress alone shows too little.
  package func verdict(
    control: ArmTally, fix: ArmTally, thresholds: ThresholdCheck = ThresholdCheck(shared: [], own: []),
    explored: [Finding] = [], scrutiny: ScrutinyFindings = ScrutinyFindings()
  ) -> FixVerdict {
    let all = StressFindings(decision: self, control: control, fix: fix)
    let explored = all.weighed(explored)
    let isProved = explored.contains { $0.verdict == .eliminatedProved } && fix.unknownRounds == 0
    let absence = all.absence.filter { !isProved || $0.verdict != .inconclusive }
    var verdict = FixVerdict(
      findings: all.newKinds + thresholds.findings(control: control, fix: fix) + all.knownKinds + explored
        + scrutiny.findings + absence,
      notes: all.notes + thresholds.notes(control: control, fix: fix) + scrutiny.notes)
    verdict.upperBound = fix.failedRounds == 0 ? elimination.upperBound : nil
    verdict.factor = all.reduction.factor
    verdict.factorInterval = verdict.factor == nil ? nil : all.reduction.factorInterval
    return verdict
  }

  /// Whether the control has shown this kind, in its rounds or elsewhere; a control without rounds has had
  /// no chance to.
  func isKnown(_ kind: FailureKind, control: ArmTally) -> Bool {
    control.rounds == 0 || control.failures[kind] != nil || hasShown(kind)
  }
}
