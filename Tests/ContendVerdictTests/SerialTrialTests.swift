import ContendChecking
import ContendModel
import ContendReport
import Testing

@testable import ContendVerdict

/// A failure that takes no concurrency is no race.
@Suite struct SerialTrialTests {
  private func call(_ client: Int, _ outcome: Outcome = .ok) -> CallRecord {
    CallRecord(
      clientID: client, client: client, role: "client", name: "client\(client)", call: 1, outcome: outcome,
      said: [], attempts: 1, statements: 1, duration: .zero, start: .zero, variables: [:])
  }

  private func run(_ calls: [CallRecord]) -> SerialTrial.Run {
    let history = History(round: 0, calls: calls, invariants: [], duration: .zero)
    return .init(calls: calls, failures: OutcomeOracle(judging: Judging()).judge(history).failures)
  }

  private func text(_ evidence: Evidence?) -> String? { evidence.map { Sentences(.terminal).text($0) } }

  private let broken = Outcome.sqlError(SQLError(sqlState: "23505", message: "duplicate key"))
  private let place = SourceLocation(file: "a.race.sql", line: 9, column: 1)

  @Test func `a failure in every order is told in the run with the fewest calls`() {
    let trial = SerialTrial(
      [run([call(1), call(2), call(3, broken)]), run([call(2), call(1, broken), call(3)])], roles: 1)
    #expect(trial.failsInEveryOrder)
    #expect(
      trial.shortest.map { Sentences.text($0) }?.hasPrefix(
        "client2 ok, then client1 error:23505. 1 call ended in error:23505") == true)
    #expect(trial.raceOfOrder("buggy") == nil)
  }

  @Test func `a failure in some orders is a race of order`() {
    let trial = SerialTrial([run([call(1), call(2)]), run([call(2, broken), call(1)])], roles: 1)
    #expect(!trial.failsInEveryOrder)
    #expect(text(trial.raceOfOrder("buggy"))?.contains("in 1 of 2 orders: client2 error:23505") == true)
    #expect(
      text(trial.raceOfOrder("buggy"))?.hasSuffix(
        " Serial calls end this way too: handle it ('\\try', '\\reject'), or say '\\allow error:23505'.")
        == true)
  }

  @Test func `a fix that fails alone is not fixed, or regressed where the control never fails so`() {
    let trial = SerialTrial([run([call(1, broken)])], roles: 1)
    let known = trial.findings(known: [.error("23505")], at: place)
    #expect(known.map(\.verdict) == [.notFixed])
    let new = trial.findings(known: [.invariant("x")], at: place)
    #expect(new.map(\.verdict) == [.regressed])
    #expect(new.first?.reason.hasPrefix("It fails without any concurrency (the fix at a.race.sql:9)") == true)
    #expect(SerialTrial([run([call(1)])], roles: 1).findings(known: [], at: place).isEmpty)
  }

  @Test func `time that runs out and waits in vain are no matter of order`() {
    #expect(!SerialTrial([run([call(1, .timeout)])], roles: 1).failsInEveryOrder)
    #expect(SerialTrial([run([call(1, .killed)])], roles: 1).runs.isEmpty)
    let polling = [run([call(1, .applicationError(reason: "while_limit"))])]
    #expect(SerialTrial(polling, roles: 2).runs.isEmpty)
    #expect(SerialTrial(polling, roles: 1).failsInEveryOrder)
  }
}
