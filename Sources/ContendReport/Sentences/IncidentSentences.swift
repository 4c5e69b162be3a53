package import ContendVerdict
import ContendModel

extension Sentences {
  /// What the code before the change says about the change.
  package static func sentence(_ check: BeforeCheck, control name: String) -> String {
    guard check.before.rounds + check.before.schedules > 0 else {
      return "Before was not run: the budget ended."
    }
    let counts = "before fails in \(text(check.before)), \(name) in \(text(check.control))."
    if check.before.fails { return "The change did not bring it, or not alone: \(counts)" }
    return check.control.fails ? "The change brought it: \(counts)" : "Neither fails: \(counts)"
  }

  private static func text(_ count: FailureCount) -> String {
    let parts = [
      count.rounds > 0 ? rounds(Share(count.failedRounds, of: count.rounds)) : nil,
      count.schedules > 0
        ? "\(Figures.share(Share(count.failingSchedules, of: count.schedules))) interleavings" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? "no round" : parts.joined(separator: " and ")
  }

  /// Whether the control shows what was reported; nil where the report names nothing that can be seen.
  package static func sentence(_ check: SymptomCheck) -> String? {
    guard let isSeen = check.isSeen else { return nil }
    if isSeen {
      let seen = check.matching.first.map { " in \(amount($0, check))" }
      return "The reported \(name(check.symptom)) was seen\(seen ?? ", and is allowed")."
    }
    if let close = check.sameState, let message = check.symptom.message {
      return
        "The reported \(check.symptom.sqlState ?? "") was seen in \(amount(close, check)), but not with the "
        + "message “\(message)”: \(close.sentence)"
    }
    let others = check.others.map {
      "\($0.kind) (\(amount($0.rounds, $0.schedules, check).joined(separator: ", ")))"
    }
    return "The reported \(name(check.symptom)) was not seen in "
      + amount(check.rounds, check.schedules, check).joined(separator: " and ") + "; what was seen is "
      + (others.isEmpty ? "no failure." : "\(others.joined(separator: ", ")).")
  }

  private static func name(_ symptom: Symptom) -> String {
    [symptom.sqlState, symptom.message.map { "“\($0)”" }].compactMap(\.self).joined(separator: " ")
  }

  private static func amount(_ seen: SymptomCheck.Seen, _ check: SymptomCheck) -> String {
    amount(seen.rounds, seen.schedules, check).joined(separator: " and ")
  }

  /// Of what was run: a command that explores has no rounds to report.
  private static func amount(_ rounds: Int, _ schedules: Int, _ check: SymptomCheck) -> [String] {
    [
      check.rounds > 0 || check.schedules == 0 ? Figures.plural(rounds, "round") : nil,
      check.schedules > 0 || check.rounds == 0 ? Figures.plural(schedules, "schedule") : nil,
    ].compactMap(\.self)
  }
}
