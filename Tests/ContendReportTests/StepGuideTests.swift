import ContendModel
import ContendReport
import Testing

/// What `replay --step` shows at each step.
@Suite struct StepGuideTests {
  private let example = CounterexampleSection(
    clients: ["writer", "reader"],
    steps: [
      StepSection(client: 1, sql: "BEGIN"),
      StepSection(client: 1, sql: "UPDATE t\n SET n = $1", values: ["3"], rowCount: 1),
      StepSection(
        client: 2, sql: "SELECT n FROM t FOR UPDATE",
        rows: RowSample(columns: ["n"], rows: [["3"]], count: 1), blocked: true, blockedBy: [1],
        answeredAfterStep: 4, outcome: "ok"),
      StepSection(client: 1, sql: "COMMIT", outcome: "ok"),
    ])

  @Test func eachStepShowsItsClientItsStatementWithValuesAndWhatCameOfTheLast() {
    let guide = StepGuide(
      example, [.issue(1), .issue(4), .issue(1), .wake(4)], look: "psql \"host=/tmp dbname=x\"")
    #expect(
      guide.text(before: 0) == """
        4 steps; press return for the next one, Ctrl-C to stop
        look around between steps: psql "host=/tmp dbname=x"
        step 1: writer: BEGIN
        step 2: writer: UPDATE t SET n = $1  → $1 = 3
        """)
    #expect(guide.text(before: 1) == "        1 row\nstep 3: reader: SELECT n FROM t FOR UPDATE")
    #expect(
      guide.text(before: 2) == """
                waits for writer
                has its answer after step 4
                ← n = 3
                the call ends: ok
        step 4: writer: COMMIT
        """)
    #expect(guide.text(before: 3) == "        the call ends: ok\n      reader is woken first")
    #expect(guide.end == "")
  }

  @Test func anErrorIsShownWithTheServersMessage() {
    let failed = CounterexampleSection(
      clients: ["client1"],
      steps: [
        StepSection(
          client: 1, sql: "SELECT 1", error: StepErrorSection(sqlState: "40001", message: "try again"))
      ])
    #expect(StepGuide(failed, [.issue(1)]).end == "        ✗ 40001 try again")
  }
}
