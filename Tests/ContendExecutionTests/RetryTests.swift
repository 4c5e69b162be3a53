import ContendModel
import Testing

struct RetryTests {
  @Test func `retry runs the body again until it comes through`() async throws {
    let call = try await Trial().call(
      #"""
      \retry on P0001 max 5
      \set tries :attempt
      \if :attempt < 3
        DO $$ BEGIN RAISE 'not yet'; END $$;
      \endif
      """#)
    #expect(call.outcome == .ok)
    #expect(call.attempts == 3)
    #expect(call.variables["tries"] == .integer(3))
  }

  @Test func `retry rolls back and restores variables, but keeps draws`() async throws {
    let trial = Trial(
      header: "\\draw qty random(1, 1000000)", footer: "\\invariant sum \"x\"\nSELECT sum(n) FROM item;")
    let history = try await trial.round(
      #"""
      \set total 0
      \set first :qty
      \retry on P0001 max 5
        \set total :total + 1
        BEGIN;
        UPDATE item SET n = n + 1 WHERE id = 1;
        \if :attempt < 4
          DO $$ BEGIN RAISE 'again'; END $$;
        \endif
        COMMIT;
      \endretry
      """#)
    let call = history.calls[0]
    #expect(call.attempts == 4)
    #expect(call.variables["total"] == .integer(1))
    #expect(call.variables["qty"] == call.variables["first"])
    #expect(history.rows(of: "sum") == [["31"]])
  }

  @Test func `the last error is the outcome when attempts are used up`() async throws {
    let call = try await Trial().call(
      #"""
      \retry on 23 max 3
      INSERT INTO item VALUES (1, 1);
      """#)
    #expect(call.outcome.description == "error:23505")
    #expect(call.attempts == 3)
    #expect(call.statements == 3)
  }

  @Test func `other errors and rejections are not retried`() async throws {
    let error = try await Trial().call("\\retry on 40001 max 3\nINSERT INTO item VALUES (1, 1);")
    #expect(error.attempts == 1)
    let rejection = try await Trial().call("\\retry on 40001 max 3\n\\reject no")
    #expect(rejection.outcome == .rejected(reason: "no"))
    #expect(rejection.attempts == 1)
  }

  @Test func `backoff waits between attempts`() async throws {
    let call = try await Trial().call(
      #"""
      \retry on P0001 max 3 backoff 40ms..60ms
      DO $$ BEGIN RAISE 'never'; END $$;
      """#)
    #expect(call.duration >= .milliseconds(80))
  }

  @Test func `serialization failures are absorbed under load`() async throws {
    let trial = Trial(footer: "\\invariant sum \"x\"\nSELECT n FROM item WHERE id = 1;", clients: 8, calls: 3)
    let history = try await trial.round(
      #"""
      \retry on 40001, 40P01 max 200 backoff 1ms..10ms
      BEGIN ISOLATION LEVEL SERIALIZABLE;
      SELECT n FROM item WHERE id = 1  \gset
      \set n :n + 1
      UPDATE item SET n = :n WHERE id = 1;
      COMMIT;
      """#)
    #expect(history.calls.allSatisfy { $0.outcome == .ok })
    #expect(history.rows(of: "sum") == [["34"]])
  }
}
