import ContendModel
import Testing

@testable import ContendChecking

@Suite("What counts as a failure")
struct OracleTests {
  private func judge(
    _ outcome: Outcome, never: [OutcomePattern] = [], allow: [OutcomePattern] = []
  ) -> Set<FailureKind> {
    var judging = Judging()
    judging.never = never
    judging.allow = allow
    let history = History(
      round: 1, calls: [.sample(client: 1, outcome: outcome)], invariants: [], duration: .zero)
    return CombinedOracle(judging: judging).judge(history).kinds
  }

  private func sql(_ state: String) -> Outcome { .sqlError(SQLError(sqlState: state, message: "no")) }

  @Test("Errors and time-outs fail, each as its own kind")
  func failures() {
    #expect(judge(sql("23514")) == [.error("23514")])
    #expect(judge(.applicationError(reason: "while_limit")) == [.error("while_limit")])
    #expect(judge(.timeout) == [.timeout])
    #expect(judge(.poolTimeout) == [.poolTimeout])
  }

  @Test("Success, rejection, a kill and a lost connection are no failures by themselves")
  func harmless() {
    for outcome in [Outcome.ok, .rejected(reason: "out_of_stock"), .killed, .indeterminate] {
      #expect(judge(outcome).isEmpty)
    }
  }

  @Test("What is allowed is no failure")
  func allowed() {
    #expect(judge(.timeout, allow: [.init(kind: .timeout)]).isEmpty)
    #expect(judge(.poolTimeout, allow: [.init(kind: .poolTimeout)]).isEmpty)
    #expect(judge(sql("40001"), allow: [.init(kind: .error, detail: "40001")]).isEmpty)
    #expect(judge(sql("40P01"), allow: [.init(kind: .error, detail: "40001")]) == [.error("40P01")])
  }

  @Test("A class of SQLSTATEs matches what begins with it, but no reason that does")
  func classes() {
    let transient = OutcomePattern(kind: .error, detail: "40")
    #expect(judge(sql("40P01"), allow: [transient]).isEmpty)
    #expect(judge(sql("23505"), allow: [transient]) == [.error("23505")])
    #expect(judge(.applicationError(reason: "40 lost"), allow: [transient]) == [.error("40 lost")])
  }

  @Test("Deadlock is a word for 40P01")
  func deadlock() {
    #expect(judge(sql("40P01"), allow: [.init(kind: .error, detail: "deadlock")]).isEmpty)
    #expect(judge(sql("40001"), allow: [.init(kind: .error, detail: "deadlock")]) == [.error("40001")])
  }

  @Test("Never beats allow")
  func never() {
    let deadlock = OutcomePattern(kind: .error, detail: "40P01")
    #expect(judge(sql("40P01"), never: [deadlock], allow: [.init(kind: .error)]) == [.error("40P01")])
  }

  @Test("Never makes failures of outcomes that are none otherwise")
  func neverOthers() {
    #expect(
      judge(.rejected(reason: "sold_out"), never: [.init(kind: .rejected, detail: "sold_out")])
        == [.rejected("sold_out")])
    #expect(
      judge(.rejected(reason: "other"), never: [.init(kind: .rejected, detail: "sold_out")]).isEmpty)
    #expect(judge(.killed, never: [.init(kind: .killed)]) == [.killed])
    #expect(judge(.indeterminate, never: [.init(kind: .indeterminate)]) == [.killed])
    #expect(judge(.ok, never: [.init(kind: .ok)]) == [.ok])
  }

  @Test("Calls that failed alike are one failure that names them all")
  func grouping() throws {
    let calls = [1, 2, 3].map { CallRecord.sample(client: $0, outcome: $0 == 2 ? .ok : .timeout) }
    let history = History(round: 1, calls: calls, invariants: [], duration: .zero)
    let failures = OutcomeOracle(judging: Judging()).judge(history).failures
    let failure = try #require(failures.first)
    #expect(failures.count == 1)
    #expect(failure.calls.map(\.clientID) == [1, 3])
    #expect(
      failure.sentence == "2 calls ended in timeout, first client 1 in its call 1: its deadline passed.")
  }

  @Test("A row that an invariant returns is a failure with that row")
  func invariant() throws {
    let rows = RowSample(columns: ["sku", "stock"], rows: [["A-1", nil]], count: 1)
    let reading = InvariantReading(name: "conserved", answer: .rows(rows))
    let history = History(round: 1, calls: [], invariants: [reading], duration: .zero)
    let failure = try #require(InvariantOracle().judge(history).failures.first)
    #expect(failure.kind == .invariant("conserved"))
    #expect(failure.rows == rows)
    #expect(failure.sentence == "1 row violates invariant conserved: sku = A-1, stock = NULL.")
  }

  @Test("An invariant without rows holds; one whose query fails says nothing, with the reason")
  func unknown() {
    let error = SQLError(sqlState: "42P01", message: "no such table")
    let broken = InvariantReading(name: "broken", answer: .failed(error))
    let holds = InvariantReading(name: "holds", answer: .rows(.init(columns: [], rows: [], count: 0)))
    let history = History(round: 1, calls: [], invariants: [holds, broken], duration: .zero)
    #expect(
      InvariantOracle().judge(history)
        == .unknown(["The query of invariant broken failed with 42P01: no such table."]))
  }

  @Test("An error in finally is a failure")
  func finally() {
    let error = SQLError(sqlState: "23503", message: "orphan")
    let history = History(round: 1, calls: [], finallyError: error, invariants: [], duration: .zero)
    #expect(FinallyOracle().judge(history).kinds == [.error("23503")])
  }

  @Test("Invalid beats unknown, and unknown beats valid")
  func merging() {
    let invalid = Judgement.invalid([Failure(kind: .timeout, evidence: .text("late."))])
    let unknown = Judgement.unknown(["why"])
    #expect(invalid.merging(unknown) == invalid)
    #expect(unknown.merging(invalid) == invalid)
    #expect(unknown.merging(.valid) == unknown)
    #expect(Judgement.valid.merging(unknown) == unknown)
    #expect(Judgement.valid.merging(.valid) == .valid)
    #expect(unknown.merging(unknown) == .unknown(["why", "why"]))
    #expect(invalid.merging(invalid).failures.count == 2)
  }

  @Test("A round without overlap, or an invariant that read nothing, is vacuous")
  func vacuity() {
    let apart = [
      CallRecord.sample(client: 1), .sample(client: 2, start: .milliseconds(1)),
    ]
    let reading = InvariantReading(
      name: "empty", answer: .rows(.init(columns: [], rows: [], count: 0)), rowsRead: 0)
    let round = History(round: 1, calls: apart, invariants: [reading], duration: .zero)
    #expect(Vacuity.notes(on: round) == [.invariantReadNothing("empty"), .noOverlap])
    let overlapping = [CallRecord.sample(client: 1), .sample(client: 2, start: .microseconds(999))]
    let good = History(round: 1, calls: overlapping, invariants: [], duration: .zero)
    #expect(Vacuity.notes(on: good).isEmpty)
  }
}

/// A query that returned violating rows cannot have missed them.
@Test func `an invariant that is violated is not vacuous, whatever rows it read`() {
  func reading(_ count: Int) -> InvariantReading {
    InvariantReading(name: "i", answer: .rows(RowSample(columns: [], rows: [], count: count)), rowsRead: 0)
  }
  var history = History(round: 1, calls: [], invariants: [reading(1)], duration: .zero)
  history.overlapped = true
  #expect(Vacuity.notes(on: history) == [])
  history.invariants = [reading(0)]
  #expect(Vacuity.notes(on: history) == [.invariantReadNothing("i")])
}
