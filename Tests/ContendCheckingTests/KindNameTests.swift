import ContendModel
import Testing

@testable import ContendChecking

@Suite("The name of a failure that says itself what it is")
struct KindNameTests {
  private func classify(_ outcome: Outcome, judging: Judging = Judging()) -> Anomaly? {
    let calls = [CallRecord.sample(client: 1), .sample(client: 2, outcome: outcome)]
    let history = History(round: 1, calls: calls, invariants: [], duration: .zero)
    let judgement = CombinedOracle(judging: judging).judge(history)
    return Classifier().classify(history, failures: judgement.failures)
  }

  @Test(
    "SQLSTATEs are named",
    arguments: [
      ("40P01", AnomalyClass.deadlock), ("40001", .serializationFailure), ("23505", .uniqueRace),
      ("23503", .useAfterDelete), ("55P03", .timeout), ("57014", .timeout), ("53300", .poolExhaustion),
      ("22012", .invariant), ("23514", .invariant),
    ])
  func states(state: String, expected: AnomalyClass) {
    let anomaly = classify(.sqlError(SQLError(sqlState: state, message: "no")))
    #expect(anomaly?.anomalyClass == expected)
  }

  @Test("A deadlock is told with everybody in its circle, and nobody else")
  func circle() {
    func event(_ client: Int, _ start: Int, _ end: Int, error: SQLError? = nil) -> Event {
      Event(
        clientID: client, call: 1, attempt: 1, statement: client, sql: "UPDATE t SET v = 1", kind: .other,
        parameters: [], rows: RowSample(columns: [], rows: [], count: 0), rowCount: 1, error: error,
        start: .milliseconds(start), end: .milliseconds(end))
    }
    var error = SQLError(sqlState: "40P01", message: "deadlock detected")
    error.detail = "Process 1 waits for …\nProcess 2 waits for …\nProcess 3 waits for …"
    // Client 2 has the answer just before the victim, 3 after it; 4 waits for something else, 5 is over.
    let events = [
      event(5, 0, 1), event(2, 2, 52), event(3, 2, 55), event(4, 2, 90), event(1, 3, 53, error: error),
    ]
    let calls = (1...5).map { CallRecord.sample(client: $0, outcome: $0 == 1 ? .sqlError(error) : .ok) }
    let history = History(round: 1, calls: calls, events: events, invariants: [], duration: .zero)
    let judgement = CombinedOracle(judging: Judging()).judge(history)
    let anomaly = Classifier().classify(history, failures: judgement.failures)
    #expect(anomaly?.calls.map(\.clientID) == [1, 2, 3])
  }

  @Test("Time-outs are named, with the client")
  func timeouts() {
    let anomaly = classify(.timeout)
    #expect(anomaly?.anomalyClass == .timeout)
    #expect(anomaly?.sentence == "client 2 gave up at the deadline: timeout.")
    #expect(anomaly?.calls == [CallID(clientID: 2, call: 1)])
    #expect(classify(.poolTimeout)?.anomalyClass == .poolExhaustion)
  }

  @Test("Who never gets a connection of the pool is named, with who holds them")
  func stuckAtPool() {
    func event(_ client: Int, _ text: String, waitsFor: [Int]) -> Event {
      Event(
        clientID: client, call: 1, attempt: 1, statement: -1, sql: text, kind: .harness, parameters: [],
        rows: RowSample(columns: [], rows: [], count: 0), rowCount: 0, error: nil, blockedBy: waitsFor,
        start: .zero, end: .zero)
    }
    func name(_ events: [Event]) -> Anomaly? {
      let calls = [CallRecord.sample(client: 1), .sample(client: 2)]
      let history = History(
        round: 1, calls: calls, events: events, invariants: [],
        stuck: calls.map { StuckCall(name: $0.name, location: nil) }, duration: .zero)
      let judgement = CombinedOracle(judging: Judging()).judge(history)
      return Classifier().classify(history, failures: judgement.failures)
    }
    let circle = [1, 2].map { event($0, "\\acquire second", waitsFor: [3 - $0]) }
    #expect(name(circle)?.anomalyClass == .poolExhaustion)
    #expect(
      name(circle)?.sentence == "client 1 (and 1 more) waits for a connection of the pool for ever, for "
        + "client 2 waits for something too: pool exhaustion.")
    #expect(name([1, 2].map { event($0, "\\wait news", waitsFor: []) })?.anomalyClass != .poolExhaustion)
  }

  @Test("A kill that must not be is a crash, a lost COMMIT a lost acknowledgement")
  func crashes() {
    var judging = Judging()
    judging.never = [.init(kind: .killed), .init(kind: .indeterminate)]
    #expect(classify(.killed, judging: judging)?.anomalyClass == .crash)
    #expect(classify(.indeterminate, judging: judging)?.anomalyClass == .lostAcknowledgement)
  }

  @Test("A violated invariant beside a lost COMMIT is a lost acknowledgement")
  func lostAcknowledgement() {
    var trace = TraceBuilder()
    trace.run(1, "INSERT INTO payments (id) VALUES (1)")
    trace.end(1, .indeterminate)
    #expect(trace.anomaly()?.anomalyClass == .lostAcknowledgement)
    #expect(
      trace.anomaly()?.sentence == "client 1 lost its connection before it had the answer to INSERT INTO "
        + "payments (id) VALUES (1) and cannot know whether its work was done: lost acknowledgement.")
    trace.end(1, .killed)
    #expect(trace.anomaly()?.anomalyClass == .crash)
    #expect(
      trace.anomaly()?.sentence
        == "client 1 was killed after INSERT INTO payments (id) VALUES (1) and before "
        + "its call was done: crash.")
  }

  @Test("A constraint that refuses what a read had allowed is a check-then-act")
  func checkThenAct() throws {
    var trace = TraceBuilder()
    trace.run(2, "SELECT stock FROM inventory WHERE sku = 'A-1'", row: ["stock": "1"])
    trace.run(2, "UPDATE inventory SET stock = stock - 1 WHERE sku = 'A-1'", error: "23514")
    trace.end(2, .sqlError(SQLError(sqlState: "23514", message: "no")))
    let history = trace.history(invariantFails: false)
    let failures = CombinedOracle(judging: Judging()).judge(history).failures
    let anomaly = try #require(Classifier().classify(history, failures: failures))
    #expect(anomaly.anomalyClass == .checkThenAct)
    #expect(
      anomaly.sentence == "client 2 read stock = 1 and acted on it when it no longer held; 23514 refused "
        + "the write: check-then-act.")
  }

  @Test("Without failures there is nothing to name")
  func nothing() {
    #expect(classify(.ok) == nil)
  }

  @Test("A role of its own is called by its name")
  func names() {
    #expect(CallRecord.sample(client: 2).spokenName == "client 2")
    #expect(CallRecord.sample(client: 2, role: "worker").spokenName == "worker2")
  }
}
