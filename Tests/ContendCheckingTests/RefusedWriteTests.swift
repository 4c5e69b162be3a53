import ContendModel
import Testing

@testable import ContendChecking

/// What drove a write that a constraint refused.
@Suite("The mechanism behind a refused write")
struct RefusedWriteTests {
  private func anomaly(_ trace: TraceBuilder, _ state: String, of client: Int) -> Anomaly? {
    var trace = trace
    trace.end(client, .sqlError(SQLError(sqlState: state, message: "no")))
    let history = trace.history(invariantFails: false)
    let failures = CombinedOracle(judging: Judging()).judge(history).failures
    return Classifier().classify(history, failures: failures)
  }

  /// Both read, the other one writes and commits, and then this one's write is refused.
  private func race(
    _ first: (read: String, write: String), _ second: (read: String, write: String), _ state: String
  )
    -> TraceBuilder
  {
    var trace = TraceBuilder()
    trace.run(1, "BEGIN")
    trace.run(1, first.read, row: ["id": "1", "n": "5"])
    trace.run(2, "BEGIN")
    trace.run(2, second.read, row: ["id": "2", "n": "5"])
    trace.run(2, second.write)
    trace.run(2, "COMMIT")
    trace.run(1, first.write, count: 0, error: state)
    trace.run(1, "ROLLBACK")
    return trace
  }

  @Test func `a write that rests on a value that was overwritten is a lost update`() throws {
    let read = "SELECT id, n FROM stock WHERE id = 1"
    let trace = race(
      (read, "UPDATE stock SET n = 4 WHERE id = 1"), (read, "UPDATE stock SET n = 1 WHERE id = 1"), "23514")
    let found = try #require(anomaly(trace, "23514", of: 1))
    #expect(found.anomalyClass == .lostUpdate)
    #expect(
      found.sentence
        == "client 1 read n = 5 before client 2's write of stock (id = 1) was visible; 23514 refused the write "
        + "that rested on it: lost update (P4).")
  }

  @Test func `a relative write loses nothing and is a check-then-act`() throws {
    let read = "SELECT id, n FROM stock WHERE id = 1"
    let write = "UPDATE stock SET n = n - 5 WHERE id = 1"
    let trace = race((read, write), (read, write), "23514")
    #expect(try #require(anomaly(trace, "23514", of: 1)).anomalyClass == .checkThenAct)
  }

  @Test func `two that each change what the other has read are write skew`() throws {
    let trace = race(
      ("SELECT id, n FROM duty WHERE id = 2", "UPDATE duty SET n = 0 WHERE id = 1"),
      ("SELECT id, n FROM duty WHERE id = 1", "UPDATE duty SET n = 0 WHERE id = 2"), "23P01")
    #expect(try #require(anomaly(trace, "23P01", of: 1)).anomalyClass == .writeSkew)
  }

  @Test func `two insertions that neither has seen are a phantom race`() throws {
    var trace = TraceBuilder()
    for client in [1, 2] {
      trace.run(client, "BEGIN")
      trace.run(client, "SELECT count(*) AS taken FROM booking WHERE room = 7", row: ["taken": "0"])
    }
    trace.run(2, "INSERT INTO booking (room, guest) VALUES (7, 2)")
    trace.run(2, "COMMIT")
    trace.run(1, "INSERT INTO booking (room, guest) VALUES (7, 1)", error: "23P01")
    trace.run(1, "ROLLBACK")
    let found = try #require(anomaly(trace, "23P01", of: 1))
    #expect([.g2, .g2Item].contains(found.anomalyClass))
    #expect(found.calls.count == 2)
  }

  @Test func `a check that the constraint makes at COMMIT counts too`() throws {
    var trace = TraceBuilder()
    let read = "SELECT id, n FROM stock WHERE id = 1"
    trace.run(1, "BEGIN")
    trace.run(1, read, row: ["id": "1", "n": "5"])
    trace.run(2, "UPDATE stock SET n = 1 WHERE id = 1")
    trace.run(1, "UPDATE stock SET n = 4 WHERE id = 1")
    trace.run(1, "COMMIT", error: "23514")
    #expect(try #require(anomaly(trace, "23514", of: 1)).anomalyClass == .lostUpdate)
  }
}
