package import ContendModel

/// Compares what an arm measured with the `\threshold`s, once the arm has stopped.
package struct ThresholdCheck: Sendable {
  /// Of the scenario: broken by a fix only if the control meets it.
  package var shared: [Threshold]
  /// Written inside the fix, which is thereby said to meet it.
  package var own: [Threshold]

  package init(shared: [Threshold], own: [Threshold]) {
    self.shared = shared
    self.own = own
  }

  /// `regressed` for every threshold the fix breaks.
  func findings(control: ArmTally, fix: ArmTally) -> [Finding] {
    shared.compactMap { finding($0, control: control, fix: fix, isOwn: false) }
      + own.compactMap { finding($0, control: control, fix: fix, isOwn: true) }
  }

  /// Thresholds of the scenario that the control breaks too.
  func notes(control: ArmTally, fix: ArmTally) -> [Evidence] {
    shared.compactMap { threshold in
      guard let value = fix.value(of: threshold.metric), !threshold.holds(for: value),
        !isMet(threshold, by: control)
      else { return nil }
      return .rounds(.thresholdBrokenByBoth(threshold: ThresholdFigure(threshold), value: value))
    }
  }

  private func finding(
    _ threshold: Threshold, control: ArmTally, fix: ArmTally, isOwn: Bool
  ) -> Finding? {
    guard let value = fix.value(of: threshold.metric), !threshold.holds(for: value),
      isOwn || isMet(threshold, by: control)
    else { return nil }
    return Finding(
      .regressed,
      .rounds(
        .thresholdBroken(
          threshold: ThresholdFigure(threshold), value: value, control: control.value(of: threshold.metric))))
  }

  private func isMet(_ threshold: Threshold, by control: ArmTally) -> Bool {
    control.value(of: threshold.metric).map(threshold.holds) ?? false
  }
}
