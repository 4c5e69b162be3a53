import ContendChecking
import ContendExploration
import ContendModel
import ContendReport
import ContendVerdict
import Testing

@testable import ContendRuns

/// The serial-order oracle says in what an outcome differs from the nearest order, and what its unit is.
@Suite("The nearest serial order", .serialized)
struct NearestOrderTests {
  /// - Parameters:
  ///   - atomic: stands in the fix, before its body.
  ///   - role: the same in a role of it.
  private static func seats(_ header: String = "", fix atomic: String = "", role: String? = nil) -> String {
    let body = """
      SELECT free AS seen FROM seat WHERE name = 'A' \\gset
      \\set left :seen - 1
      UPDATE seat SET free = :left WHERE name = 'A';
      \\say :left left
      """
    let roles = role.map { "\\role guest clients=2\n\($0)\n" } ?? ""
    return """
      \\scenario seats "The check is in a transaction of its own"
      \(header)
      \\setup
      CREATE TABLE seat (name text PRIMARY KEY, free int NOT NULL);
      INSERT INTO seat VALUES ('A', 5), ('B', 7);
      \\variant buggy "read, then write"
      \(body)
      \\fix same "wrong on purpose: nothing is changed"
      \\expect not_fixed
      \(atomic)
      \(roles)\(body)
      """
  }

  @Test func `what differs is told by table, row, column and value`() async throws {
    let result = try await Explored.run(Self.seats())
    let failure = try #require(result.state.kinds[.serialOracle]?.failure)
    #expect(
      failure.sentence
        == "No serial order of the calls gives this outcome (client 1: ok, client 2: ok). "
        + "The nearest is client 1, then client 2: free of seat where name = A is 4, there 3; "
        + "client 2 is told “4 left”, there “3 left”.")
    let section = try #require(result.failureSections.first { $0.kind == "oracle:serial" }?.nearest)
    #expect(section.order == ["client 1", "client 2"])
    let first = try #require(section.differences.first)
    #expect(
      [first.table, first.row, first.column, first.seen, first.serial] == [
        "seat", "name = A", "free", "4", "3",
      ])
  }

  @Test func `a row that only one of them has is told whole`() async throws {
    let text = """
      \\scenario booking "Both find the room free"
      \\setup
      CREATE TABLE booking (room int NOT NULL, guest int NOT NULL);
      \\variant buggy "look, then book"
      BEGIN;
      SELECT count(*) AS taken FROM booking WHERE room = 7 \\gset
      \\if :taken > 0
        \\reject taken
      \\endif
      INSERT INTO booking VALUES (7, :client);
      COMMIT;
      """
    let result = try await Explored.run(text)
    let sentence = try #require(result.state.kinds[.serialOracle]?.failure.sentence)
    #expect(
      sentence.hasSuffix(
        "The nearest is client 1, then client 2: booking has a row (7, 2), there it has none; "
          + "client 2 ends in ok, there rejected:taken."))
  }

  @Test func `ids that the server draws are no difference`() async throws {
    let text = """
      \\scenario drawn "A total that is read and written back"
      \\setup
      CREATE TABLE payment (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, amount int NOT NULL);
      CREATE TABLE total (id int PRIMARY KEY, amount int NOT NULL);
      INSERT INTO total VALUES (1, 0);
      \\variant buggy "read, add, write"
      BEGIN;
      INSERT INTO payment (amount) VALUES (:client * 10);
      SELECT amount AS sum FROM total WHERE id = 1 \\gset
      \\set sum :sum + :client * 10
      UPDATE total SET amount = :sum WHERE id = 1;
      COMMIT;
      """
    let result = try await Explored.run(text)
    let difference = try #require(result.state.kinds[.serialOracle]?.failure.difference)
    #expect(difference.items.map(\.table) == ["total"])
    #expect(difference.items.first?.serial == "30")
  }

  @Test func `transactions have a nearest order too, turn by turn`() async throws {
    let text = """
      \\scenario skew "Each checks what the other changes"
      \\atomic transaction
      \\setup
      CREATE TABLE doctor (id int PRIMARY KEY, on_call int NOT NULL);
      INSERT INTO doctor VALUES (1, 1), (2, 1);
      \\variant buggy "check, then leave"
      BEGIN;
      SELECT sum(on_call) AS present FROM doctor \\gset
      \\if :present < 2
        \\reject needed
      \\endif
      UPDATE doctor SET on_call = 0 WHERE id = :client;
      COMMIT;
      """
    let result = try await Explored.run(text)
    let sentence = try #require(result.state.kinds[.serialOracle]?.failure.sentence)
    #expect(sentence.hasPrefix("No serial order of the transactions gives this outcome"))
    #expect(sentence.contains("on_call of doctor where id = 2 is 0, there 1"))
  }

  @Test func `a fix or a role says its own unit`() async throws {
    let strict = try await Explored.run(Self.seats(), variant: "same")
    #expect(strict.state.kinds[.serialOracle] != nil)
    let own = try await Explored.run(Self.seats(fix: "\\atomic transaction"), variant: "same")
    #expect(own.state.failing == 0)
    let control = try await Explored.run(Self.seats(fix: "\\atomic none"))
    #expect(control.state.kinds[.serialOracle] != nil)
    let role = try await Explored.run(
      Self.seats(fix: "", role: "\\atomic transaction"), variant: "same")
    #expect(role.state.failing == 0)
    let back = try await Explored.run(
      Self.seats("\\atomic transaction", role: "\\atomic operation"), variant: "same")
    #expect(back.state.kinds[.serialOracle] != nil)
  }

  /// What is read is no part of an outcome, but an invariant may ask for it.
  @Test func `advice asks the invariant whether a level helps`() async throws {
    let text = """
      \\scenario moved "Money that is on its way is counted twice"
      \\setup
      CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);
      INSERT INTO account VALUES (1, 10), (2, 0);
      \\variant buggy "two reads"
      \\role reader
      BEGIN;
      SELECT balance AS a FROM account WHERE id = 1 \\gset
      SELECT balance AS b FROM account WHERE id = 2 \\gset
      COMMIT;
      \\role mover
      BEGIN;
      UPDATE account SET balance = balance - 10 WHERE id = 1;
      UPDATE account SET balance = balance + 10 WHERE id = 2;
      COMMIT;
      \\invariant counted "the reader counts ten"
      SELECT vars->>'a' AS a, vars->>'b' AS b FROM calls
       WHERE role = 'reader' AND (vars->>'a')::int + (vars->>'b')::int <> 10;
      """
    let result = try await Explored.run(text)
    #expect(result.state.kinds[.invariant("counted")] != nil)
    let advice = result.advice
    #expect(advice.first == .levelOrLockHelps)
    #expect(advice.contains(.atLevel(.repeatableRead, .passes)))
  }

  /// Too many orders to try them all: that is found out once, not for every schedule.
  @Test func `transactions cost no more than calls where their orders are too many`() async throws {
    func text(_ unit: String) -> String {
      let write = "UPDATE cell SET v = v + 1 WHERE id = :client;"
      return """
        \\scenario many "Ten transactions a call"
        \\atomic \(unit)
        \\setup
        CREATE TABLE cell (id int PRIMARY KEY, v int NOT NULL);
        CREATE TABLE shared (id int PRIMARY KEY, v int NOT NULL);
        INSERT INTO cell VALUES (1, 0), (2, 0);
        INSERT INTO shared VALUES (1, 0);
        \\variant buggy "many small transactions"
        \(Array(repeating: write, count: 3).joined(separator: "\n"))
        \(Array(repeating: "UPDATE shared SET v = v + 1 WHERE id = 1;", count: 2).joined(separator: "\n"))
        """
    }
    let calls = try await Explored.run(text("operation"))
    let transactions = try await Explored.run(text("transaction"))
    #expect(transactions.serialGaps == [.tooMany])
    #expect(transactions.tally.schedules == calls.tally.schedules)
    // Each schedule would have cost a hundred and twenty orders: twenty-eight times as much in all.
    #expect(transactions.duration < calls.duration * 8)
  }
}
