import ContendModel
import ContendReport
import ContendVerdict

extension SymptomSection {
  /// Compares the `\symptom` of a scenario with the failures of its control; nil where there is none to compare.
  ///
  /// - Parameters:
  ///   - stress: the rounds of the control, if it had any.
  ///   - schedules: how many schedules of the control were run.
  init?(_ symptom: Symptom?, _ failures: [FailureSection], stress: ArmTally?, schedules: Int) {
    guard let symptom else { return nil }
    let seen = failures.compactMap { failure in
      FailureKind(failure.kind).map {
        SymptomCheck.Seen(
          $0, sentence: failure.sentence, rounds: failure.rounds ?? 0, schedules: failure.schedules ?? 0)
      }
    }
    let ends = stress?.outcomes.keys.compactMap { $0.kind == .error ? $0.detail : nil } ?? []
    let check = SymptomCheck(
      symptom, seen: seen, allowed: Set(ends), rounds: stress?.rounds ?? 0, schedules: schedules)
    guard let isSeen = check.isSeen, let sentence = check.sentence else { return nil }
    self.init(
      sqlState: symptom.sqlState, message: symptom.message, seen: isSeen, sentence: sentence)
  }
}
