import ContendChecking
import ContendModel
import Testing

@testable import ContendVerdict

/// Reasons say what happened, and notes do not contradict them.
@Suite struct MessageTests {
  private func tally(_ kind: FailureKind?, sentence: String = "", readNothing: Bool = false) -> ArmTally {
    var tally = ArmTally()
    let reading = InvariantReading(
      name: "sold", answer: .rows(RowSample(columns: [], rows: [], count: 0)), rowsRead: readNothing ? 0 : 1)
    var history = History(round: 1, calls: [], invariants: [reading], duration: .seconds(1))
    history.overlapped = true
    let failure = kind.map { Failure(kind: $0, evidence: .text(sentence)) }
    tally.endRound(history, failure.map { .invalid([$0]) } ?? .valid)
    return tally
  }

  @Test func `the server's message stands with an error that is a reason`() {
    let message = "1 call ended in error:23505, first client 1 in its call 1: duplicate key."
    let findings = StressFindings(
      decision: StressDecision(), control: tally(nil).judged,
      fix: tally(.error("23505"), sentence: message).judged)
    #expect(findings.newKinds.first?.reason.hasSuffix("none of the control's 1. \(message)") == true)
    let known = StressFindings(
      decision: StressDecision(), control: tally(.error("23505"), sentence: message).judged,
      fix: tally(.error("23505"), sentence: message).judged)
    #expect(known.knownKinds.first?.reason.hasSuffix(message) == true)
  }

  @Test func `an invariant that is violated somewhere is nowhere called vacuous`() {
    let quiet = StressNotes(control: tally(nil, readNothing: true), fix: tally(nil, readNothing: true))
    #expect(quiet.all.texts.contains { $0.contains("invariant sold read no row") })
    let violated = StressNotes(
      control: tally(.invariant("sold"), readNothing: true), fix: tally(nil, readNothing: true))
    #expect(violated.all == [])
  }

  @Test func `a missing semicolon is guessed from the word at which the server stopped`() {
    let error = SQLError(sqlState: "42601", message: "syntax error at or near \"UPDATE\"")
    #expect(error.remedy == "is the ';' missing that ends the statement before UPDATE?")
    #expect(SQLError(sqlState: "42601", message: "syntax error at or near \"FORM\"").remedy == nil)
  }
}
