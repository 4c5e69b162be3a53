/// What the code before the change did, beside the control.
package struct BeforeSection: Codable, Hashable, Sendable {
  package var variant: String
  package var title: String
  package var rounds: Int
  package var failedRounds: Int
  package var schedules: Int
  package var failingSchedules: Int
  package var sentence: String

  package init(
    variant: String, title: String, rounds: Int, failedRounds: Int, schedules: Int, failingSchedules: Int,
    sentence: String
  ) {
    self.variant = variant
    self.title = title
    self.rounds = rounds
    self.failedRounds = failedRounds
    self.schedules = schedules
    self.failingSchedules = failingSchedules
    self.sentence = sentence
  }

  private enum CodingKeys: String, CodingKey {
    case variant, title, rounds
    case failedRounds = "failed_rounds"
    case schedules
    case failingSchedules = "failing_schedules"
    case sentence
  }
}
