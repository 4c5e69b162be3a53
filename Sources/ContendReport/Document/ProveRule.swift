import ContendModel
import ContendVerdict

/// By what `prove` chooses its exit code.
package struct ProveRule: Codable, Hashable, Sendable {
  /// The scenario's expectations decide, not the verdicts alone.
  package var judgesByExpectation: Bool
  /// An elimination that is not proved is not enough.
  package var requiresProof: Bool

  package init(judgesByExpectation: Bool, requiresProof: Bool) {
    self.judgesByExpectation = judgesByExpectation
    self.requiresProof = requiresProof
  }

  package func exitCode(_ control: ControlSection, _ fixes: [FixSection]) -> Int32 {
    let check = ExpectationCheck(
      results: fixes.map {
        ExpectationCheck.Result(
          name: $0.name, verdict: $0.verdict, expected: $0.expected.compactMap { VerdictPattern($0) },
          missesClass: $0.missesClass)
      },
      expectedClass: control.expectedClass, controlClass: control.anomaly?.anomalyClass)
    let code = judgesByExpectation ? check.exitCodeOfExpectations : check.exitCodeOfVerdicts
    let isShort = requiresProof && fixes.contains { $0.verdict == .eliminatedStatistically }
    return code == 0 && isShort ? Verdict.inconclusive.exitCode : code
  }

  private enum CodingKeys: String, CodingKey {
    case judgesByExpectation = "judges_by_expectation"
    case requiresProof = "requires_proof"
  }
}
