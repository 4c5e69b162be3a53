import ContendModel
import Testing

@testable import ContendChecking

@Suite("The name of a traced failure")
struct ClassifierTests {
  private let read = "SELECT stock AS have FROM inventory WHERE sku = $1"
  private let write = "UPDATE inventory SET stock = $1 WHERE sku = $2"

  @Test("Two read the same row and both wrote it: lost update, in names and values")
  func lostUpdate() throws {
    var trace = TraceBuilder()
    for client in [3, 7] {
      trace.run(client, "BEGIN")
      trace.run(client, read, [.string("A-1")], row: ["have": "100"])
    }
    for (client, left) in [(3, 99), (7, 98)] as [(Int, Int64)] {
      trace.run(client, write, [.integer(left), .string("A-1")])
      trace.run(client, "COMMIT")
    }
    let anomaly = try #require(trace.anomaly())
    #expect(anomaly.anomalyClass == .lostUpdate)
    #expect(anomaly.alias == "P4")
    #expect(
      anomaly.sentence == "client 7 read stock = 100 before client 3's write was visible and overwrote it: "
        + "lost update (P4).")
    let missed = try #require(anomaly.missed.first)
    #expect((missed.read.clientID, missed.write.clientID) == (7, 3))
    #expect((missed.read.sql, missed.write.sql) == (read, write))
  }

  @Test("Where everything ran at once, the values tell who read what")
  func lostUpdateByValues() {
    var trace = TraceBuilder()
    for client in [1, 2] {
      if client == 2 { trace.together() }
      trace.run(client, "BEGIN", took: .milliseconds(9))
    }
    trace.run(1, read, [.string("A-1")], row: ["have": "5"], took: .milliseconds(9))
    trace.together()
    trace.run(2, read, [.string("A-1")], row: ["have": "5"], took: .milliseconds(9))
    trace.together()
    trace.run(1, write, [.integer(4), .string("A-1")], took: .milliseconds(3))
    trace.run(1, "COMMIT", took: .milliseconds(20))
    trace.together()
    trace.run(2, write, [.integer(4), .string("A-1")], took: .milliseconds(21))
    trace.run(2, "COMMIT")
    #expect(trace.anomaly()?.anomalyClass == .lostUpdate)
  }

  @Test("A value that a third call wrote later is no sign that the write before it was missed")
  func lateAnswer() {
    var trace = TraceBuilder()
    for (client, have) in [(1, 5), (2, 4), (3, 3)] as [(Int, Int64)] {
      trace.run(client, "BEGIN")
      trace.run(client, read, [.string("A-1")], row: ["have": "\(have)"])
      trace.run(client, write, [.integer(have - 1), .string("A-1")])
      // The first COMMIT is done at once, but its answer comes when the others have ended.
      trace.run(client, "COMMIT", took: .milliseconds(client == 1 ? 30 : 1))
      if client == 1 { trace.together() }
    }
    #expect(trace.anomaly()?.anomalyClass == .invariant)
  }

  @Test("A rolled back attempt does not count")
  func rolledBack() {
    var trace = TraceBuilder()
    trace.run(1, "BEGIN")
    trace.run(1, read, [.string("A-1")], row: ["have": "5"])
    trace.run(2, "BEGIN")
    trace.run(2, read, [.string("A-1")], row: ["have": "5"])
    trace.run(2, write, [.integer(4), .string("A-1")])
    trace.run(2, "COMMIT")
    trace.run(1, write, [.integer(4), .string("A-1")], error: "40001")
    trace.run(1, "ROLLBACK")
    trace.run(1, "BEGIN", attempt: 2)
    trace.run(1, read, [.string("A-1")], row: ["have": "4"], attempt: 2)
    trace.run(1, write, [.integer(3), .string("A-1")], attempt: 2)
    trace.run(1, "COMMIT", attempt: 2)
    #expect(trace.anomaly()?.anomalyClass == .invariant)
  }

  @Test("The same race over autocommit statements is a check-then-act across transactions")
  func acrossTransactions() throws {
    var trace = TraceBuilder()
    for client in [1, 2] { trace.run(client, read, [.string("A-1")], row: ["have": "5"]) }
    for client in [1, 2] { trace.run(client, write, [.integer(4), .string("A-1")]) }
    let anomaly = try #require(trace.anomaly())
    #expect(anomaly.anomalyClass == .checkThenAct)
    #expect(
      anomaly.sentence == "client 2 read stock = 5 before client 1's write was visible and acted on it in a "
        + "later transaction: check-then-act.")
  }

  @Test("A row read twice with a write between is a non-repeatable read")
  func nonRepeatable() {
    var trace = TraceBuilder()
    trace.run(1, "BEGIN")
    trace.run(1, read, [.string("A-1")], row: ["have": "5"])
    trace.run(2, write, [.integer(4), .string("A-1")])
    trace.run(1, read, [.string("A-1")], row: ["have": "4"])
    trace.run(1, "COMMIT")
    #expect(trace.anomaly()?.anomalyClass == .nonRepeatableRead)
    #expect(trace.anomaly(.repeatableRead)?.anomalyClass == .invariant)
  }

  @Test("An old row read with a new one is read skew")
  func readSkew() {
    var trace = TraceBuilder()
    trace.run(1, "BEGIN")
    trace.run(1, "SELECT balance FROM accounts WHERE id = 1", row: ["balance": "50"])
    trace.run(2, "BEGIN")
    trace.run(2, "UPDATE accounts SET balance = balance - 10 WHERE id = 1")
    trace.run(2, "UPDATE accounts SET balance = balance + 10 WHERE id = 2")
    trace.run(2, "COMMIT")
    trace.run(1, "SELECT balance FROM accounts WHERE id = 2", row: ["balance": "60"])
    trace.run(1, "COMMIT")
    #expect(trace.anomaly()?.anomalyClass == .readSkew)
    #expect(trace.anomaly()?.alias == "A5A")
    #expect(trace.anomaly(.serializable)?.anomalyClass == .invariant)
  }

  @Test("A condition asked twice with an insert between is a phantom")
  func phantom() {
    var trace = TraceBuilder()
    let ask = "SELECT count(*) FROM bookings WHERE room = 3"
    trace.run(1, "BEGIN")
    trace.run(1, ask, row: ["count": "0"])
    trace.run(2, "INSERT INTO bookings (room, who) VALUES (3, 'ann')")
    trace.run(2, "INSERT INTO bookings (room, who) VALUES (4, 'ann')")
    trace.run(1, ask, row: ["count": "1"])
    trace.run(1, "COMMIT")
    #expect(trace.anomaly()?.anomalyClass == .phantom)
    #expect(trace.anomaly()?.alias == "P3")
  }

  @Test("Two that read both rows and wrote one each are write skew", arguments: [true, false])
  func writeSkew(byPredicate: Bool) throws {
    var trace = TraceBuilder()
    for client in [1, 2] {
      trace.run(client, "BEGIN ISOLATION LEVEL REPEATABLE READ")
      if byPredicate {
        trace.run(client, "SELECT count(*) FROM doctors WHERE on_call", row: ["count": "2"])
      } else {
        trace.run(client, "SELECT on_call FROM doctors WHERE id = 1", row: ["on_call": "t"])
        trace.run(client, "SELECT on_call FROM doctors WHERE id = 2", row: ["on_call": "t"])
      }
    }
    for client in [1, 2] as [Int64] {
      trace.run(Int(client), "UPDATE doctors SET on_call = false WHERE id = $1", [.integer(client)])
      trace.run(Int(client), "COMMIT")
    }
    let anomaly = try #require(trace.anomaly())
    #expect(anomaly.anomalyClass == .writeSkew)
    #expect(anomaly.alias == "A5B")
    #expect(anomaly.sentence.hasSuffix("write skew (A5B)."))
    #expect(anomaly.sentence.contains("before client 2's write of doctors (id = 2) was visible"))
  }

  @Test("Two that asked the same and both inserted are G2")
  func g2() {
    var trace = TraceBuilder()
    for client in [1, 2] {
      trace.run(client, "BEGIN")
      trace.run(client, "SELECT count(*) FROM bookings WHERE room = 3", row: ["count": "0"])
    }
    for client in [1, 2] {
      trace.run(client, "INSERT INTO bookings (room, who) VALUES (3, $1)", [.integer(Int64(client))])
      trace.run(client, "COMMIT")
    }
    #expect(trace.anomaly()?.anomalyClass == .g2)
    let item = "bookings (room = 3, who = 1)"
    #expect(trace.anomaly()?.sentence.hasSuffix("client 1's write of \(item) was visible: G2.") == true)
  }

  @Test("Three that each read what the next one wrote are G2-item")
  func g2Item() {
    var trace = TraceBuilder()
    for client in [1, 2, 3] {
      trace.run(client, "BEGIN")
      trace.run(client, "SELECT v FROM t WHERE id = $1", [.integer(Int64(client))], row: ["v": "0"])
    }
    for client in [1, 2, 3] {
      let next = Int64(client % 3 + 1)
      trace.run(client, "UPDATE t SET v = v + 1 WHERE id = $1", [.integer(next)])
    }
    for client in [1, 2, 3] { trace.run(client, "COMMIT") }
    #expect(trace.anomaly()?.anomalyClass == .g2Item)
    #expect(trace.anomaly()?.alias == "G2-item")
  }

  @Test("A cycle that goes through a transaction that only reads is the read-only anomaly")
  func readOnlyAnomaly() throws {
    var trace = TraceBuilder()
    trace.run(1, "BEGIN ISOLATION LEVEL REPEATABLE READ")
    trace.run(1, "SELECT batch FROM control WHERE id = 1", row: ["batch": "1"])
    trace.run(2, "BEGIN ISOLATION LEVEL REPEATABLE READ")
    trace.run(2, "UPDATE control SET batch = 2 WHERE id = 1")
    trace.run(2, "COMMIT")
    trace.run(3, "BEGIN ISOLATION LEVEL REPEATABLE READ")
    trace.run(3, "SELECT batch FROM control WHERE id = 1", row: ["batch": "2"])
    trace.run(3, "SELECT count(*) FROM receipt WHERE batch = 1", row: ["count": "0"])
    trace.run(3, "COMMIT")
    trace.run(1, "INSERT INTO receipt (batch, amount) VALUES (1, 7)")
    trace.run(1, "COMMIT")
    let anomaly = try #require(trace.anomaly())
    #expect(anomaly.anomalyClass == .readOnlyAnomaly)
    #expect(
      anomaly.sentence.hasSuffix(
        "one of them only reads, and no order of the others explains what it saw: read only anomaly."))
  }

  @Test("Writes of two rows in opposite orders without a lock between are a dirty write")
  func dirtyWrite() {
    var trace = TraceBuilder()
    for client in [1, 2] { trace.run(client, "BEGIN") }
    trace.run(1, "UPDATE t SET v = 1 WHERE id = 1")
    trace.run(2, "UPDATE t SET v = 2 WHERE id = 1")
    trace.run(2, "UPDATE t SET v = 2 WHERE id = 2")
    trace.run(1, "UPDATE t SET v = 1 WHERE id = 2")
    for client in [1, 2] { trace.run(client, "COMMIT") }
    #expect(trace.anomaly()?.anomalyClass == .dirtyWrite)
  }

  @Test(
    "Two workers that made the same transition of one order processed it twice",
    arguments: [true, false])
  func doubleProcessing(inTransaction: Bool) throws {
    var trace = TraceBuilder()
    for worker in [1, 2] {
      if inTransaction { trace.run(worker, "BEGIN") }
      trace.run(worker, "SELECT id FROM orders WHERE status = 'new' LIMIT 1", row: ["id": "7"])
    }
    for worker in [1, 2] {
      trace.run(worker, "UPDATE orders SET status = 'done' WHERE id = $1", [.integer(7)])
      if inTransaction { trace.run(worker, "COMMIT") }
    }
    let anomaly = try #require(trace.anomaly())
    #expect(anomaly.anomalyClass == .doubleProcessing)
    #expect(anomaly.sentence.hasSuffix("both set status = done on orders (id = 7): double processing."))
  }

  @Test("Two workers that read and deleted one job processed it twice, whoever was first")
  func doubleDeletion() {
    var trace = TraceBuilder()
    for worker in [1, 2] { trace.run(worker, "SELECT id FROM jobs LIMIT 1", row: ["id": "7"]) }
    trace.run(1, "DELETE FROM jobs WHERE id = 7")
    trace.run(2, "DELETE FROM jobs WHERE id = 7", count: 0)
    #expect(trace.anomaly()?.anomalyClass == .doubleProcessing)
    trace.end(2, .rejected(reason: "gone"))
    #expect(trace.anomaly()?.anomalyClass == .invariant)
  }

  @Test("An order that is fetched, deleted by another and looked for again is use after delete")
  func useAfterDelete() throws {
    var trace = TraceBuilder()
    trace.run(1, "SELECT id, user_id FROM orders WHERE id = 7", row: ["id": "7", "user_id": "3"])
    trace.run(2, "DELETE FROM orders WHERE id = 7")
    trace.run(1, "SELECT user_id FROM orders WHERE id = 7")
    let anomaly = try #require(trace.anomaly())
    #expect(anomaly.anomalyClass == .useAfterDelete)
    #expect(
      anomaly.sentence == "client 1 read orders (id = 7), client 2 deleted it, and client 1 found it gone "
        + "when it used it again: use after delete.")
  }

  @Test("A hot row is named from its first transactions, however many there are")
  func hotRow() {
    var trace = TraceBuilder()
    for client in 1...500 { trace.run(client, "BEGIN") }
    for client in 1...500 { trace.run(client, read, [.string("A-1")], row: ["have": "900"]) }
    for client in 1...500 {
      trace.run(client, write, [.integer(899), .string("A-1")])
      trace.run(client, "COMMIT")
    }
    #expect(trace.anomaly()?.anomalyClass == .lostUpdate)
  }

  @Test("One after the other is no anomaly: the failure is only an invariant")
  func serial() {
    var trace = TraceBuilder()
    for (client, left) in [(1, 4), (2, 3)] as [(Int, Int64)] {
      trace.run(client, "BEGIN")
      trace.run(client, read, [.string("A-1")], row: ["have": "\(left + 1)"])
      trace.run(client, write, [.integer(left), .string("A-1")])
      trace.run(client, "COMMIT")
    }
    #expect(trace.anomaly()?.anomalyClass == .invariant)
  }

  @Test("Locked reads in turn are no anomaly although the second began before the first committed")
  func lockedReads() {
    var trace = TraceBuilder()
    let lock = read + " FOR UPDATE"
    trace.run(1, "BEGIN")
    trace.run(2, "BEGIN")
    trace.run(1, lock, [.string("A-1")], row: ["have": "5"])
    trace.run(1, write, [.integer(4), .string("A-1")])
    trace.run(1, "COMMIT", took: .milliseconds(5))
    trace.together()
    trace.run(2, lock, [.string("A-1")], row: ["have": "4"], took: .milliseconds(4))
    trace.run(2, write, [.integer(3), .string("A-1")])
    trace.run(2, "COMMIT")
    #expect(trace.anomaly()?.anomalyClass == .invariant)
  }
}
