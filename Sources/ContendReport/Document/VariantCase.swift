import ContendModel

/// One variant as something that passes or fails, as test reports and code scanners see it.
///
/// It passes where it did what the run asked for: the control fails as its scenario says, and a fix has the verdict
/// that it should have. A run that exits with 0 has no case that fails.
struct VariantCase: Hashable, Sendable {
  var variant: String
  var title: String
  var passes: Bool
  /// What was shown, in one sentence without its full stop.
  var headline: String
  /// The verdict, or what a single run saw.
  var kind: String
  var anomaly: AnomalySection?
  /// Why, as sentences.
  var reasons: [String]
  var example: CounterexampleSection?
  /// Runs it again: the interleaving where there is one.
  var command: String

  /// The statement that shows the failure: the last one of the interleaving that has a place in a file.
  var location: SourceLocation? { example?.steps.last { $0.location != nil }?.location }

  /// Headline, reasons, interleaving and command as plain text.
  var story: String {
    var lines = [headline + "."] + reasons
    if let example {
      lines += [""] + Swimlanes(example).lines(width: Self.storyWidth).map { Style.plain.paint($0) }
    }
    return (lines + ["", command]).joined(separator: "\n") + "\n"
  }

  private static let storyWidth = 100
}

extension ResultDocument {
  /// The control and every fix; the one variant of other commands.
  var cases: [VariantCase] { [controlCase] + fixes.map(fixCase) }

  private var controlCase: VariantCase {
    let isProve = command == .prove
    let example = control.explore?.counterexample ?? control.stress?.counterexample
    let found = control.anomaly.map { " with \(Words.name($0))" } ?? ""
    let seen = control.reproduced ? "\(control.variant) fails\(found)" : "\(control.variant) did not fail"
    let expected = missesClass ? control.expectedClass.map { ", expected \($0.rawValue)" } ?? "" : ""
    let anomaly = control.anomaly.map { [$0.sentence] } ?? []
    return VariantCase(
      variant: control.variant, title: control.title,
      passes: exitCode == 0 || isProve && control.reproduced && !missesClass,
      headline: seen + expected, kind: control.reproduced ? "fails" : Verdict.inconclusive.rawValue,
      anomaly: control.anomaly, reasons: anomaly + control.failures.map { "\($0.kind): \($0.sentence)" },
      example: example, command: invocation(control.variant, example, fixes: []))
  }

  private func fixCase(_ fix: FixSection) -> VariantCase {
    let example = fix.explore?.counterexample ?? fix.stress?.counterexample
    return VariantCase(
      variant: fix.name, title: fix.title, passes: exitCode == 0 || meetsDemand(fix),
      headline: miss(of: fix) ?? "\(fix.name) is \(fix.verdict.rawValue)", kind: fix.verdict.rawValue,
      anomaly: fix.anomaly, reasons: fix.reasons, example: example,
      command: invocation(fix.name, example, fixes: [fix.name]))
  }

  private func invocation(_ variant: String, _ example: CounterexampleSection?, fixes: [String]) -> String {
    let command = Invocation(self)
    return example.flatMap { command.replay(variant: variant, $0) } ?? command.prove(fixes: fixes)
  }

  /// Where every fix is as its scenario expects, and the run is none the less no success, it asked for elimination.
  private func meetsDemand(_ fix: FixSection) -> Bool {
    let asksForElimination = missedFixes.isEmpty && control.reproduced && !missesClass
    guard asksForElimination else { return fix.meetsExpectation }
    let isEliminated = fix.verdict.exitCode == 0
    let asksForProof = fixes.allSatisfy { $0.verdict.exitCode == 0 }
    return isEliminated && !(asksForProof && fix.verdict == .eliminatedStatistically)
  }
}
