import ContendExploration
import ContendModel
import Testing

@testable import ContendRuns

/// The server's own time-outs pass where the exploration wants them to.
@Suite("Time-outs of the server", .serialized)
struct TimeOutChoiceTests {
  private static func counter(_ body: String, _ functions: String = "") -> String {
    """
    \\scenario counter "A counter"
    \\allow error:55P03
    \\setup
    CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO t VALUES (1, 0);
    \(functions)
    \\variant buggy "one more"
    \(body)
    """
  }

  @Test func `an idle transaction is ended between any two of its statements`() async throws {
    let result = try await Explored.run(
      Self.counter(
        """
        SET idle_in_transaction_session_timeout = '100ms';
        BEGIN;
        UPDATE t SET n = n + 1 WHERE id = 1;
        SELECT n FROM t WHERE id = 1;
        COMMIT;
        """))
    #expect(result.state.kinds[.error("25P03")] != nil)
    #expect(result.anomaly?.anomalyClass == .timeout)
    let places = result.state.kinds[.error("25P03")]?.example.history.events.filter { $0.error != nil }
    #expect(places?.isEmpty == false)
    #expect(result.tally.isComplete)
  }

  @Test func `a transaction that never idles by the program's own limit is not ended`() async throws {
    let result = try await Explored.run(
      Self.counter("BEGIN;\nUPDATE t SET n = n + 1 WHERE id = 1;\nCOMMIT;"))
    #expect(result.state.kinds.isEmpty)
  }

  @Test func `a lock's time-out that code may handle is no proof, and says why`() async throws {
    let result = try await Explored.run(
      Self.counter(
        "SET lock_timeout = '50ms';\nBEGIN;\nSELECT raise();\nSELECT raise();\nCOMMIT;",
        """
        CREATE FUNCTION raise() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE t SET n = n + 1 WHERE id = 1;
          PERFORM pg_sleep(0);
        EXCEPTION WHEN lock_not_available THEN NULL;
        END $$;
        """))
    #expect(!result.isProof)
    #expect(result.state.unknown.contains { $0.contains("57014, not 55P03") })
  }
}
