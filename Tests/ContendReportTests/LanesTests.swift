import ContendModel
import ContendReport
import ContendTestSupport
import Testing

@Suite struct LanesTests {
  private func compare(_ example: CounterexampleSection, width: Int, _ name: String) throws {
    let text = Swimlanes(example).text(style: .plain, width: width)
    let difference = try Golden().difference(of: text, from: name)
    #expect(difference == nil)
  }

  @Test func aBlockedStatementSpansTheStepsItWaitedFor() throws {
    try compare(Interleavings.lostUpdate, width: 100, "lanes-blocked.txt")
  }

  @Test func anAnswerThatIsAnErrorStandsWhereItCame() throws {
    try compare(Interleavings.lateError, width: 80, "lanes-late-error.txt")
  }

  @Test func aStatementThatIsNeverAnsweredWaitsToTheEnd() throws {
    try compare(Interleavings.stuck, width: 100, "lanes-stuck.txt")
  }

  @Test func lanesThatDoNotFitAreListedOneBelowTheOther() throws {
    try compare(Interleavings.stuck, width: 60, "lanes-listed.txt")
  }

  @Test func wideCharactersKeepLanesAligned() throws {
    try compare(Interleavings.wide, width: 80, "lanes-wide.txt")
  }

  @Test func aPictureEndsAfterEightySteps() {
    let steps = (1...200).map { StepSection(client: $0 % 2 + 1, sql: "SELECT \($0)") }
    let example = CounterexampleSection(clients: ["a", "b"], steps: steps)
    let text = Swimlanes(example).text(style: .plain, width: 80)
    #expect(text.contains("SELECT 80"))
    #expect(!text.contains("SELECT 81"))
    #expect(text.contains("… 120 more steps"))
  }

  @Test func fiveHundredEqualStepsAreOneLineWithTheirNumber() {
    let rows = RowSample(columns: ["n"], rows: [["0"]], count: 1)
    let looks = (1...500).map { _ in StepSection(client: 1, sql: "SELECT n FROM t", rows: rows) }
    let last = StepSection(client: 2, sql: "UPDATE t SET n = 1", rowCount: 1)
    let example = CounterexampleSection(clients: ["a", "b"], steps: looks + [last])
    let text = Swimlanes(example).text(style: .plain, width: 120)
    #expect(text.split(separator: "\n").count == 7)
    #expect(text.contains("… the same 499 times more, steps 2–500"))
    #expect(text.contains("501"))
  }

  @Test func aLoopOfTwoStatementsIsShownOnce() {
    let round = [StepSection(client: 1, sql: "SELECT 1"), StepSection(client: 1, sql: "SELECT 2")]
    let steps = (1...10).flatMap { _ in round } + [StepSection(client: 1, sql: "SELECT 3", outcome: "ok")]
    let text = Swimlanes(CounterexampleSection(clients: ["a"], steps: steps)).text(style: .plain, width: 80)
    #expect(text.contains("… these 2 steps 9 times more, steps 3–20"))
    #expect(text.contains("21"))
  }

  @Test func aCommitThatTheServerTurnsIntoARollbackSaysSo() {
    let steps = [StepSection(client: 1, sql: "COMMIT", rolledBack: true, outcome: "ok")]
    let text = Swimlanes(CounterexampleSection(clients: ["a"], steps: steps)).text(style: .plain, width: 80)
    #expect(text.contains("✗ ROLLBACK: a statement before it had failed"))
  }

  @Test func aClientThatTheDocumentDoesNotNameIsListedByItsNumber() {
    let steps = [StepSection(client: 7, sql: "SELECT 1", blocked: true, blockedBy: [9])]
    let text = Swimlanes(CounterexampleSection(clients: [], steps: steps)).text(style: .plain, width: 80)
    #expect(text.contains("client 7"))
    #expect(text.contains("waits for client 9"))
  }
}

@Suite struct TracedRoundTests {
  private func event(
    client: Int, call: Int = 1, _ sql: String, _ start: Int, _ end: Int, error: SQLError? = nil
  ) -> Event {
    Event(
      clientID: client, call: call, attempt: 1, statement: 3, sql: sql, kind: .other,
      parameters: [.integer(7), .string("x"), .null, .array([.boolean(true)])],
      rows: RowSample(columns: [], rows: [], count: 0), rowCount: 1, error: error,
      start: .milliseconds(start), end: .milliseconds(end))
  }

  private func call(client: Int, name: String, _ outcome: Outcome) -> CallRecord {
    CallRecord(
      clientID: client, client: client, role: "client", name: name, call: 1, outcome: outcome,
      said: [], attempts: 1, statements: 2, duration: .zero, start: .zero, variables: [:])
  }

  private var history: History {
    History(
      round: 7,
      calls: [
        call(client: 4, name: "worker4", .ok),
        call(client: 9, name: "worker9", .sqlError(SQLError(sqlState: "40001", message: "retry"))),
        call(client: 12, name: "worker12", .ok),
      ],
      events: [
        event(client: 4, "first", 0, 1), event(client: 9, "second", 2, 9),
        event(client: 4, "third", 3, 4), event(client: 12, "other", 3, 4),
        event(client: 4, "fourth", 10, 11),
        event(client: 9, "fifth", 12, 13, error: SQLError(sqlState: "40001", message: "retry")),
      ], invariants: [], duration: .milliseconds(13))
  }

  @Test func stepsComeInTheOrderInWhichTheyWereSent() {
    let section = CounterexampleSection(
      tracing: history, calls: [CallID(clientID: 4, call: 1), CallID(clientID: 9, call: 1)])
    #expect(section.clients == ["worker4", "worker9"])
    #expect(section.round == 7)
    #expect(section.schedule == nil)
    #expect(section.steps.map(\.sql) == ["first", "second", "third", "fourth", "fifth"])
    #expect(section.steps.map(\.client) == [1, 2, 1, 1, 2])
  }

  @Test func aStatementThatRanBesideOthersIsAnsweredAfterThem() {
    let section = CounterexampleSection(
      tracing: history, calls: [CallID(clientID: 4, call: 1), CallID(clientID: 9, call: 1)])
    #expect(section.steps.map(\.answeredAfterStep) == [nil, 3, nil, nil, nil])
    #expect(section.steps.allSatisfy { !$0.blocked })
  }

  @Test func theLastStepOfACallTellsHowItEnded() {
    let section = CounterexampleSection(tracing: history)
    #expect(section.steps.map(\.outcome) == [nil, nil, nil, "ok", "ok", "error:40001"])
    #expect(section.clients.count == 3)
  }

  @Test func stepsKeepValuesErrorsAndPlaces() {
    let place = ContendModel.SourceLocation(file: "a.race.sql", line: 4, column: 1)
    let section = CounterexampleSection(
      tracing: history, calls: [CallID(clientID: 9, call: 1)], locations: [3: place])
    #expect(section.steps[0].values == ["7", "x", "NULL", "[true]"])
    #expect(section.steps[0].rowCount == 1)
    #expect(section.steps[1].error == StepErrorSection(sqlState: "40001", message: "retry"))
    #expect(section.steps[1].rowCount == nil)
    #expect(section.steps[1].location == place)
  }
}
