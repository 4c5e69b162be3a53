import ContendModel
import ContendStatistics

extension StressDecision {
  /// The verdict once the fix is settled or the budget has ended.
  ///
  /// The tallies hold every round of each arm, those of an incomplete last block and of the control's
  /// other blocks included: a failure there counts, evidence for the fix comes from whole blocks only.
  /// What exploration found joins in, and what a fix that never failed was asked besides (`scrutiny`).
  package func verdict(
    control: ArmTally, fix: ArmTally, thresholds: ThresholdCheck = ThresholdCheck(shared: [], own: []),
    explored: [Finding] = [], scrutiny: ScrutinyFindings = ScrutinyFindings()
  ) -> FixVerdict {
    FixCase(self, control: control, fix: fix, thresholds: thresholds, scrutiny: scrutiny)
      .verdict(explored: explored)
  }

  /// Whether the control has shown this kind of failure, in its rounds or elsewhere; a control without rounds has had
  /// no chance to.
  func isKnown(_ kind: FailureKind, control: JudgedRounds) -> Bool {
    control.rounds == 0 || control.failures[kind] != nil || hasShown(kind)
  }
}
