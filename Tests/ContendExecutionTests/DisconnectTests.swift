import ContendModel
import Testing

@testable import ContendExecution

/// A call that ends its connection, and one whose `\try` has a deadline of its own.
struct DisconnectTests {
  private func trial(_ header: String = "", clients: Int = 1) -> Trial {
    var trial = Trial(header: header, clients: clients)
    trial.footer = "\\invariant kept \"what is left\"\nSELECT n FROM item WHERE id = 1 AND n <> 10;"
    return trial
  }

  @Test func `what was open is rolled back, and the next statement is an error that a try may take`()
    async throws
  {
    let open = "BEGIN;\nUPDATE item SET n = 99 WHERE id = 1;\n\\disconnect\n"
    let history = try await trial().round(open + "SELECT 1;")
    guard case .sqlError(let error)? = history.calls.first?.outcome else {
      Issue.record("\(history.calls)")
      return
    }
    #expect(error.sqlState == "08003")
    #expect(error.message == "the call has ended its connection, and a statement needs one")
    #expect(error.remedy == "'\\acquire main' connects anew")
    #expect(history.rows(of: "kept") == [])
    let caught = try await trial().call(
      open + "\\try 08003\nSELECT 1;\n\\catch\n\\say :SQLSTATE\n\\endtry")
    #expect(caught.outcome == .ok && caught.said == ["08003"])
  }

  @Test(arguments: ["", "\\pool size=1"])
  func `a connection that is acquired afterwards is another one`(header: String) async throws {
    let call = try await trial(header).call(
      """
      SELECT pg_backend_pid() AS old \\gset
      BEGIN;
      UPDATE item SET n = 99 WHERE id = 1;
      \\disconnect
      \\acquire main
      SELECT pg_backend_pid() AS new, (SELECT n FROM item WHERE id = 1) AS n \\gset
      """)
    #expect(call.outcome == .ok)
    #expect(call.variables["old"] != call.variables["new"])
    #expect(call.variables["n"] == .integer(10))
  }

  @Test func `another attempt begins with its connection, and other calls with theirs`() async throws {
    var trial = trial(clients: 2)
    trial.calls = 2
    let history = try await trial.round(
      "\\retry on 08003 max 2 backoff 1ms..2ms\n\\if :attempt = 1\n\\disconnect\n\\endif\nSELECT 1;")
    #expect(history.calls.map(\.outcome) == [.ok, .ok, .ok, .ok])
    #expect(history.calls.allSatisfy { $0.attempts == 2 })
  }

  @Test func `with another connection at hand the call goes on there`() async throws {
    let call = try await trial().call(
      "\\acquire audit\n\\disconnect\nSELECT 5 AS five \\gset\n\\use audit\nSELECT 6 AS six \\gset")
    #expect(call.outcome == .ok && call.variables["six"] == .integer(6))
  }

  @Test func `a deadline in a try bounds its body and nothing after it`() async throws {
    let call = try await Trial().call(
      """
      \\try timeout
      \\deadline 60ms
      SELECT pg_sleep(5);
      \\catch
      \\say too slow
      \\endtry
      SELECT pg_sleep(0.1);
      \\try timeout
      \\deadline 5s
      SELECT 1;
      \\catch
      \\fail late
      \\endtry
      """)
    #expect(call.outcome == .ok && call.said == ["too slow"])
    #expect(call.duration < .seconds(2))
  }

  @Test func `the deadline of the call holds within it, and a time-out nobody takes ends the call`()
    async throws
  {
    let inner = "\\try 23505\n\\deadline 50ms\n\\sleep 2s\n\\catch\n\\endtry"
    #expect(try await Trial().call(inner).outcome == .timeout)
    let outer = "\\try timeout\n\\deadline 5s\n\\sleep 2s\n\\catch\n\\say out\n\\endtry"
    let call = try await Trial(header: "\\deadline 50ms total").call(outer)
    #expect(call.outcome == .ok && call.said == ["out"])
  }

  @Test func `each turn of a retry has the whole time of its try`() async throws {
    let call = try await Trial().call(
      """
      \\retry on timeout max 3 backoff 1ms..2ms
      \\try 23505
      \\deadline 40ms
      \\if :attempt < 3
      \\sleep 1s
      \\endif
      SELECT 1;
      \\catch
      \\endtry
      """)
    #expect(call.outcome == .ok && call.attempts == 3)
  }
}
