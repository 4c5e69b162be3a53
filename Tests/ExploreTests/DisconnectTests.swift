import ContendExploration
import ContendModel
import Testing

@testable import ContendRuns

/// A call that ends its connection, and a `\try` with a deadline, as events of explore.
@Suite("Connections that end", .serialized)
struct DisconnectTests {
  private static func booking(_ between: String) -> String {
    """
    \\scenario booking "Gives up the connection on the way"
    \\setup
    CREATE TABLE seat (id int PRIMARY KEY, taken int NOT NULL);
    CREATE TABLE ticket (client int NOT NULL);
    INSERT INTO seat VALUES (1, 0);
    \\variant buggy "two transactions, one of them lost"
    BEGIN;
    UPDATE seat SET taken = taken + 1 WHERE id = 1;
    \(between)
    INSERT INTO ticket VALUES (:client);
    COMMIT;
    \\invariant tickets "a ticket for each seat that is taken"
    SELECT taken FROM seat WHERE taken <> (SELECT count(*) FROM ticket);
    """
  }

  @Test func `what was open is rolled back in every interleaving, and waiters go on`() async throws {
    let whole = try await Explored.run(Self.booking(""))
    #expect(whole.isProof, "\(whole.doubts) \(whole.state.kinds.keys)")
    let cut = try await Explored.run(Self.booking("\\disconnect\n\\acquire main\nBEGIN;"))
    #expect(cut.tally.isComplete && cut.diverged == 0, "\(cut.doubts)")
    #expect(cut.state.kinds[.invariant("tickets")] != nil)
    let history = try #require(cut.state.kinds[.invariant("tickets")]?.example.history)
    #expect(history.events.contains { $0.sql.contains("\\disconnect") })
  }

  @Test func `locks of the session go with it, and a statement without a connection is an error`()
    async throws
  {
    let text = """
      \\scenario lease "An advisory lock of the session"
      \\never error:08003
      \\setup
      CREATE TABLE work (client int);
      \\variant buggy "locks, and is cut off"
      SELECT pg_advisory_lock(7);
      \\disconnect
      INSERT INTO work VALUES (:client);
      """
    let result = try await Explored.run(text)
    #expect(result.state.stuck.isEmpty && result.tally.isComplete, "\(result.doubts)")
    #expect(result.state.kinds.keys.contains(.error("08003")))
  }

  @Test func `a deadline in a try may pass while a statement waits, and its handler goes on`() async throws {
    let text = """
      \\scenario patient "Gives up the wait and says so"
      \\setup
      CREATE TABLE cell (id int PRIMARY KEY, n int NOT NULL);
      CREATE TABLE late (client int);
      INSERT INTO cell VALUES (1, 0);
      \\variant buggy "waits no longer than it may"
      BEGIN;
      \\try timeout
      \\deadline 50ms
      UPDATE cell SET n = n + 1 WHERE id = 1;
      \\catch
      ROLLBACK;
      \\reject busy
      \\endtry
      COMMIT;
      \\invariant counted "who was served has counted"
      SELECT n FROM cell WHERE n <> (SELECT count(*) FROM calls WHERE outcome = 'ok');
      """
    let result = try await Explored.run(text)
    #expect(result.tally.isComplete && result.diverged == 0, "\(result.doubts)")
    #expect(result.state.kinds[.invariant("counted")] == nil)
    #expect(result.state.kinds[.timeout] == nil)
    // Somebody was turned away, which no serial order does.
    #expect(result.state.kinds[.serialOracle] != nil)
  }
}
