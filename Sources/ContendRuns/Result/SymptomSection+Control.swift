import ContendExploration
import ContendModel
import ContendReport
import ContendVerdict

extension SymptomSection {
  /// Compares the `\symptom` of a scenario with the failures of its control; nil where there is none to compare.
  ///
  /// - Parameters:
  ///   - stress: the rounds of the control, if it had any.
  ///   - explored: the schedules of the control, if any were run.
  init?(
    _ symptom: Symptom?, _ failures: [FailureSection], stress: ArmTally? = nil, explored: ExploreResult? = nil
  ) {
    guard let symptom else { return nil }
    let seen = failures.compactMap { failure in
      FailureKind(failure.kind).map {
        SymptomCheck.Seen(
          $0, sentence: failure.sentence, rounds: failure.rounds ?? 0, schedules: failure.schedules ?? 0)
      }
    }
    let ends = stress?.outcomes.keys.compactMap { $0.kind == .error ? $0.detail : nil } ?? []
    let check = SymptomCheck(
      symptom, seen: seen, allowed: Set(ends).union(explored?.state.codes ?? []), rounds: stress?.rounds ?? 0,
      schedules: explored?.tally.schedules ?? 0)
    guard let isSeen = check.isSeen, let sentence = Sentences.sentence(check) else { return nil }
    self.init(
      sqlState: symptom.sqlState, message: symptom.message, seen: isSeen, sentence: sentence)
  }
}
