import ContendModel
import Testing

@testable import ContendVerdict

@Suite("Expectations and exit codes")
struct ExpectationCheckTests {
  private func check(
    _ pairs: (Verdict, [VerdictPattern])..., expected: AnomalyClass? = nil, control: AnomalyClass? = nil
  ) -> ExpectationCheck {
    ExpectationCheck(
      results: pairs.enumerated().map { .init(name: "fix\($0)", verdict: $1.0, expected: $1.1) },
      expectedClass: expected, controlClass: control)
  }

  @Test("A fix that fails as another class than it says is a miss")
  func classOfAFix() {
    let result = ExpectationCheck.Result(
      name: "a", verdict: .notFixed, expected: [.exactly(.notFixed)], missesClass: true)
    #expect(!result.isMet)
    #expect(ExpectationCheck(results: [result]).exitCodeOfExpectations == 1)
  }

  @Test("Everything as expected exits 0, wrong fixes included")
  func met() {
    let check = check(
      (.eliminatedProved, [.eliminated]), (.eliminatedStatistically, [.eliminated]),
      (.reduced, [.exactly(.notFixed)]), (.masked, [.exactly(.notFixed), .exactly(.masked)]),
      expected: .lostUpdate, control: .lostUpdate)
    #expect(check.exitCodeOfExpectations == 0)
  }

  @Test("A miss exits 1")
  func missed() {
    let check = check((.notFixed, [.eliminated]), (.inconclusive, [.eliminated]))
    #expect(check.exitCodeOfExpectations == 1)
  }

  @Test("Only inconclusive misses exit 2")
  func inconclusive() {
    #expect(check((.inconclusive, [.eliminated])).exitCodeOfExpectations == 2)
    #expect(check((.inconclusive, [.exactly(.inconclusive)])).exitCodeOfExpectations == 0)
  }

  @Test("Another class than the header's exits 1, no failure of the control at all exits 2")
  func header() {
    let other = check((.eliminatedProved, [.eliminated]), expected: .lostUpdate, control: .writeSkew)
    #expect(other.exitCodeOfExpectations == 1)
    let none = check((.inconclusive, [.eliminated]), expected: .lostUpdate)
    #expect(none.exitCodeOfExpectations == 2)
  }

  @Test(
    "With fixes named, the highest priority decides",
    arguments: [
      ([Verdict.eliminatedProved, .eliminatedStatistically], 0), ([.eliminatedProved, .reduced], 1),
      ([.inconclusive, .eliminatedProved], 2), ([.inconclusive, .masked], 3), ([.masked, .notFixed], 1),
      ([.notFixed, .regressed, .masked], 4), ([], 2),
    ] as [([Verdict], Int32)])
  func verdicts(verdicts: [Verdict], code: Int32) {
    let results = verdicts.map { ExpectationCheck.Result(name: "f", verdict: $0, expected: [.eliminated]) }
    #expect(ExpectationCheck(results: results).exitCodeOfVerdicts == code)
  }
}
