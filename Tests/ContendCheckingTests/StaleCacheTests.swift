import ContendModel
import Testing

@testable import ContendChecking

/// What a trace must show to be called a stale cache, and what is not enough.
struct StaleCacheTests {
  private let read = "SELECT price AS shown FROM product WHERE id = 1"
  private let write = "UPDATE product SET price = 20 WHERE id = 1"
  private let fill = ResourceAction.set(key: "price", value: "10")
  private let look = ResourceAction.get(key: "price")

  @Test func `an entry filled from a read before a write and used after its commit is a stale cache`() throws
  {
    var trace = TraceBuilder()
    trace.run(1, read, row: ["shown": "10"])
    trace.run(2, write)
    trace.ask(2, .delete(key: "price"))
    trace.ask(1, fill)
    trace.ask(3, look, answer: "10")
    let anomaly = try #require(trace.anomaly())
    #expect(anomaly.anomalyClass == .staleCache)
    #expect(
      anomaly.sentence == "client 1 read price = 10 before client 2's write was visible and put it into the "
        + "cache as price, and client 3 was given it when that write had been committed: stale cache.")
    #expect(anomaly.calls.map(\.clientID) == [1, 2, 3])
  }

  @Test func `so is one that was filled while the write was not committed yet`() {
    var trace = TraceBuilder()
    trace.run(2, "BEGIN")
    trace.run(2, write)
    trace.ask(2, .delete(key: "price"))
    trace.run(1, read, row: ["shown": "10"])
    trace.ask(1, fill)
    trace.run(2, "COMMIT")
    trace.ask(1, look, answer: "10")
    #expect(trace.anomaly()?.anomalyClass == .staleCache)
    #expect(trace.anomaly()?.sentence.contains("and found it there again when") == true)
  }

  @Test func `an entry that outlives its row is a stale cache`() {
    var trace = TraceBuilder()
    trace.run(1, "SELECT id, status FROM orders WHERE id = 7", row: ["id": "7", "status": "new"])
    trace.ask(1, .set(key: "order", value: "new"))
    trace.run(2, "DELETE FROM orders WHERE id = 7")
    trace.ask(3, .get(key: "order"), answer: "new")
    #expect(trace.anomaly()?.anomalyClass == .staleCache)
  }

  @Test func `of two that write through, the one that comes last need not be the newer`() {
    var trace = TraceBuilder()
    trace.run(1, "UPDATE product SET price = 20 WHERE id = 1")
    trace.run(2, "UPDATE product SET price = 30 WHERE id = 1")
    trace.ask(2, .set(key: "price", value: "30"))
    trace.ask(1, .set(key: "price", value: "20"))
    trace.ask(3, look, answer: "20")
    #expect(trace.anomaly()?.anomalyClass == .staleCache)
    #expect(
      trace.anomaly()?.sentence.hasPrefix("client 1 wrote product (id = 1) before client 2 overwrote it")
        == true)
  }

  @Test func `an entry that was used before the commit was not stale then`() {
    var trace = TraceBuilder()
    trace.run(1, read, row: ["shown": "10"])
    trace.ask(1, fill)
    trace.run(2, "BEGIN")
    trace.run(2, write)
    trace.ask(3, look, answer: "10")
    trace.run(2, "COMMIT")
    #expect(trace.anomaly()?.anomalyClass == .invariant)
  }

  @Test func `an entry of another row, or filled again since, is not stale`() {
    var other = TraceBuilder()
    other.run(1, read, row: ["shown": "10"])
    other.ask(1, fill)
    other.run(2, "UPDATE product SET price = 20 WHERE id = 2")
    other.ask(3, look, answer: "10")
    #expect(other.anomaly()?.anomalyClass == .invariant)
    var again = TraceBuilder()
    again.run(1, read, row: ["shown": "10"])
    again.ask(1, fill)
    again.run(2, write)
    again.run(4, read, row: ["shown": "20"])
    again.ask(4, .set(key: "price", value: "20"))
    again.ask(3, look, answer: "20")
    #expect(again.anomaly()?.anomalyClass == .invariant)
  }

  @Test func `a lost update in the same trace is named first`() {
    var trace = TraceBuilder()
    for client in [1, 2] {
      trace.run(client, "BEGIN")
      trace.run(client, read, row: ["shown": "10"])
    }
    for client in [1, 2] as [Int64] {
      trace.run(Int(client), "UPDATE product SET price = $1 WHERE id = 1", [.integer(10 + client)])
      trace.run(Int(client), "COMMIT")
    }
    trace.ask(1, fill)
    trace.ask(3, look, answer: "10")
    #expect(trace.anomaly()?.anomalyClass == .lostUpdate)
  }

  @Test func `each connection of a call has transactions of its own`() {
    var trace = TraceBuilder()
    trace.run(1, "BEGIN")
    trace.run(1, "INSERT INTO orders (id) VALUES (1)")
    trace.run(1, "INSERT INTO queue (order_id) VALUES (1)")
    trace.on("broker")
    trace.run(2, "SELECT order_id FROM queue WHERE order_id = 1", row: ["order_id": "1"])
    trace.run(2, "SELECT id FROM orders WHERE id = 1")
    trace.run(1, "COMMIT")
    #expect(trace.anomaly()?.anomalyClass == .checkThenAct)
  }
}
