import ContendModel
import Testing

@testable import ContendChecking

/// What a trace must show for a wait to be called a lost wakeup.
struct LostWakeupTests {
  private let look = "SELECT done AS done FROM import WHERE id = 1"
  private let wait = ResourceAction.wait(channel: "imported")

  private func anomaly(_ trace: TraceBuilder) throws -> Anomaly {
    var trace = trace
    trace.end(1, .timeout)
    let history = trace.history(invariantFails: false)
    let failures = CombinedOracle(judging: Judging()).judge(history).failures
    return try #require(Classifier().classify(history, failures: failures))
  }

  private func imports(_ trace: inout TraceBuilder, notifying: String = "NOTIFY imported") {
    trace.run(2, "BEGIN")
    trace.run(2, "UPDATE import SET done = true WHERE id = 1")
    trace.run(2, notifying)
    trace.run(2, "COMMIT")
  }

  @Test(arguments: ["NOTIFY imported", "NOTIFY imported, 'all of it'", "SELECT pg_notify('imported', '')"])
  func `a notification sent between the look and the LISTEN is a lost wakeup`(notifying: String) throws {
    var trace = TraceBuilder()
    trace.run(1, look, row: ["done": "f"])
    imports(&trace, notifying: notifying)
    trace.run(1, "LISTEN imported")
    trace.ask(1, wait)
    let anomaly = try anomaly(trace)
    #expect(anomaly.anomalyClass == .lostWakeup)
    #expect(
      anomaly.sentence
        == "client 1 read done = f and was listening only when client 2's NOTIFY had been sent, "
        + "so it waits for what has come already: lost wakeup.")
    #expect(anomaly.calls.map(\.clientID) == [1, 2])
  }

  @Test func `a LISTEN takes effect when its transaction commits`() throws {
    var trace = TraceBuilder()
    trace.run(1, "BEGIN")
    trace.run(1, "LISTEN imported")
    trace.run(1, look, row: ["done": "f"])
    imports(&trace)
    trace.run(1, "COMMIT")
    trace.ask(1, wait)
    #expect(try anomaly(trace).anomalyClass == .lostWakeup)
  }

  @Test func `a notification before what it tells of wakes too early`() throws {
    var trace = TraceBuilder()
    trace.run(1, "LISTEN imported")
    trace.run(1, look, row: ["done": "f"])
    trace.run(2, "BEGIN")
    trace.run(2, "UPDATE import SET done = true WHERE id = 1")
    trace.run(2, "NOTIFY imported")
    trace.on("messages")
    trace.ask(1, wait, answer: "")
    trace.run(1, look, row: ["done": "f"])
    trace.run(2, "COMMIT")
    trace.ask(1, wait)
    let anomaly = try anomaly(trace)
    #expect(anomaly.anomalyClass == .lostWakeup)
    #expect(
      anomaly.sentence
        == "client 2's NOTIFY was sent before its write was visible; client 1 read done = f in "
        + "between and waits for another one: lost wakeup.")
  }

  @Test func `where nobody has notified, or on another channel, it is a timeout`() throws {
    var trace = TraceBuilder()
    trace.run(1, look, row: ["done": "f"])
    imports(&trace, notifying: "NOTIFY exported")
    trace.run(1, "LISTEN imported")
    trace.ask(1, wait)
    #expect(try anomaly(trace).anomalyClass == .timeout)
  }

  @Test func `a NOTIFY that was rolled back was never sent`() throws {
    var trace = TraceBuilder()
    trace.run(1, look, row: ["done": "f"])
    trace.run(2, "BEGIN")
    trace.run(2, "NOTIFY imported")
    trace.run(2, "ROLLBACK")
    trace.run(1, "LISTEN imported")
    trace.ask(1, wait)
    #expect(try anomaly(trace).anomalyClass == .timeout)
  }

  @Test func `a call that can never go on is named like one that gives up`() throws {
    var trace = TraceBuilder()
    trace.run(1, look, row: ["done": "f"])
    imports(&trace)
    trace.run(1, "LISTEN imported")
    trace.ask(1, wait)
    var history = trace.history(invariantFails: false)
    history.stuck = [StuckCall(name: "client1", location: nil)]
    let failures = CombinedOracle(judging: Judging()).judge(history).failures
    #expect(Classifier().classify(history, failures: failures)?.anomalyClass == .lostWakeup)
  }
}
