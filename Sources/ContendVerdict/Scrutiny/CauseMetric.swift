package import ContendModel
package import ContendStatistics

/// Whether what made the control fail is still there: the statements of a call grow as before.
///
/// Asked only where the control runs out of time. Statements that grow with the work are no fault of a
/// program that loses updates.
package struct CauseMetric: Hashable, Sendable {
  /// A fix whose statements grow this much more slowly has dealt with the cause.
  private static let unchanged = 0.5

  package var parameter: String
  package var control: Growth?
  package var fix: Growth?

  package init(parameter: String, control: Growth?, fix: Growth?) {
    self.parameter = parameter
    self.control = control
    self.fix = fix
  }

  /// Whether failures of these kinds are failures to be in time; who waits for a pool is late for others.
  package static func isAboutTime(_ kinds: some Sequence<FailureKind>) -> Bool {
    kinds.contains { $0 == .timeout || $0 == .error("57014") }
  }

  /// `masked`, or nil.
  package var finding: Finding? {
    guard let before = control?.slope, let after = fix?.slope, before > 0, after >= Self.unchanged * before
    else { return nil }
    return Finding(.masked, .scrutiny(.causeUnchanged(parameter: parameter, fix: after, control: before)))
  }
}

/// What a fix did at a value beyond the one it was judged at.
package struct FurtherOut: Hashable, Sendable {
  package var parameter: String
  package var value: String
  package var rounds: Int
  package var failedRounds: Int
  package var kinds: [FailureKind]

  package init(parameter: String, value: String, rounds: Int, failedRounds: Int, kinds: [FailureKind]) {
    self.parameter = parameter
    self.value = value
    self.rounds = rounds
    self.failedRounds = failedRounds
    self.kinds = kinds
  }

  /// `masked` if it failed.
  package var finding: Finding? {
    guard failedRounds > 0 else { return nil }
    return Finding(
      .masked,
      .scrutiny(
        .failsFurtherOut(
          parameter: parameter, value: value, rounds: Share(failedRounds, of: rounds), kinds: kinds.sorted()))
    )
  }
}
