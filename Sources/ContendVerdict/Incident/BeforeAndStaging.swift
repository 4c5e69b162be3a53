/// How often one variant failed: in rounds and in interleavings.
package struct FailureCount: Hashable, Sendable {
  package var failedRounds: Int
  package var rounds: Int
  package var failingSchedules: Int
  package var schedules: Int

  package init(failedRounds: Int, rounds: Int, failingSchedules: Int = 0, schedules: Int = 0) {
    self.failedRounds = failedRounds
    self.rounds = rounds
    self.failingSchedules = failingSchedules
    self.schedules = schedules
  }

  package var fails: Bool { failedRounds + failingSchedules > 0 }
}

/// What the code before the change says about the change.
package struct BeforeCheck: Sendable {
  package var before: FailureCount
  package var control: FailureCount

  package init(before: FailureCount, control: FailureCount) {
    self.before = before
    self.control = control
  }
}

/// Why an environment that is smaller than production does not show the failure.
package struct StagingCheck: Sendable {
  /// What is different there, such as `profile staging (items = 2)`.
  package var setting: String
  package var rounds: Int
  package var failedRounds: Int
  /// Of the control as it was judged.
  package var control: FailureCount

  package init(setting: String, rounds: Int, failedRounds: Int, control: FailureCount) {
    self.setting = setting
    self.rounds = rounds
    self.failedRounds = failedRounds
    self.control = control
  }

  private static let doubt = 0.05

  /// Nil where it failed there too, or where so few rounds could have passed by chance.
  package var note: Evidence? {
    guard failedRounds == 0, rounds > 0, control.failedRounds > 0, control.rounds > 0 else { return nil }
    let rate = Double(control.failedRounds) / Double(control.rounds)
    var chance = 1.0
    for _ in 0..<rounds { chance *= 1 - rate }
    guard chance <= Self.doubt else { return nil }
    return .rounds(
      .notShownInStaging(
        setting: setting, rounds: rounds, control: Share(control.failedRounds, of: control.rounds)))
  }
}
