import ContendExploration
import ContendModel
import ContendVerdict
import Testing

@testable import ContendRuns

/// Which unit the serial-order oracle compares, and what a failing interleaving is advised.
@Suite("Serial orders", .serialized)
struct SerialOrderTests {
  /// Reads in one transaction and writes in another.
  private static func acrossTransactions(_ unit: String) -> String {
    """
    \\scenario seats "The check is in a transaction of its own"
    \\atomic \(unit)
    \\setup
    CREATE TABLE seat (id int PRIMARY KEY, free int NOT NULL);
    INSERT INTO seat VALUES (1, 5);
    \\variant buggy "read, then write in another transaction"
    SELECT free AS seen FROM seat WHERE id = 1 \\gset
    \\set left :seen - 1
    UPDATE seat SET free = :left WHERE id = 1;
    """
  }

  private static func writeSkew(_ unit: String) -> String {
    """
    \\scenario skew "Each checks what the other changes"
    \\atomic \(unit)
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
  }

  @Test func `a cycle over calls that transactions do not have is one of scope`() async throws {
    let calls = try await Explored.run(Self.acrossTransactions("operation"))
    #expect(calls.state.kinds[.serialOracle] != nil)
    #expect(calls.advice == [.transactionIsTooSmall])
    let transactions = try await Explored.run(Self.acrossTransactions("transaction"))
    #expect(transactions.state.failing == 0)
    #expect(transactions.serialGaps == [])
  }

  @Test func `a cycle over transactions fails at either unit, and is advised the level that helps`()
    async throws
  {
    for unit in ["operation", "transaction"] {
      let result = try await Explored.run(Self.writeSkew(unit))
      #expect(result.state.kinds[.serialOracle] != nil, "\(unit)")
      let advice = result.advice
      #expect(advice.count == 3)
      #expect(advice.first == .levelOrLockHelps)
      #expect(advice.contains(.atLevel(.repeatableRead, .stillFails)))
      #expect(advice.last == .atLevel(.serializable, .retries))
    }
  }

  /// The clock reads the old `x` and then writes `y`; who looks at `y` before that comes before it in
  /// every order that fits, and so before a writer of `x` that had long ended.
  private static func overtaken(_ unit: String) -> String {
    """
    \\scenario overtaken "Serializable, and yet somebody reads the past"
    \\atomic \(unit)
    \\setup
    CREATE TABLE cell (id int PRIMARY KEY, v int NOT NULL);
    INSERT INTO cell VALUES (1, 0), (2, 0);
    \\variant buggy "three calls on two rows"
    \\role clock
    BEGIN ISOLATION LEVEL REPEATABLE READ;
    SELECT v AS x FROM cell WHERE id = 1 \\gset
    UPDATE cell SET v = 1 WHERE id = 2;
    COMMIT;
    \\say :x
    \\role writer
    UPDATE cell SET v = 1 WHERE id = 1;
    \\role reader
    SELECT v AS y FROM cell WHERE id = 2 \\gset
    \\say :y
    """
  }

  @Test func `strict also wants the order to agree with real time`() async throws {
    let serial = try await Explored.run(Self.overtaken("operation"))
    #expect(serial.state.failing == 0)
    let strict = try await Explored.run(Self.overtaken("operation strict"))
    #expect(strict.reduction == .begin)
    #expect(strict.state.kinds.keys.map(\.self) == [.strictOracle])
    #expect(strict.tally.isComplete)
  }

  @Test func `what finally is told of calls that failed is no difference between orders`() async throws {
    let text = """
      \\scenario again "Who was turned away is served at the end"
      \\allow error:23505
      \\setup
      CREATE TABLE seat (id int PRIMARY KEY);
      CREATE TABLE waiting (client int NOT NULL);
      \\finally
      INSERT INTO waiting SELECT client FROM calls WHERE outcome = 'error';
      \\endfinally
      \\variant buggy "one seat"
      INSERT INTO seat VALUES (1);
      """
    let result = try await Explored.run(text)
    #expect(result.state.failing == 0)
    #expect(result.serialGaps == [.finally])
    #expect(result.coverageText.contains("calls that failed, which \\finally reads"))
  }

  @Test func `a call that failed after a commit is not taken for one without effect`() async throws {
    let text = """
      \\scenario ledger "Writes a line, then fails"
      \\allow error:23514
      \\setup
      CREATE TABLE line (client int NOT NULL);
      CREATE TABLE stock (id int PRIMARY KEY, n int NOT NULL CHECK (n >= 0));
      INSERT INTO stock VALUES (1, 1);
      \\variant buggy "line first"
      INSERT INTO line VALUES (:client);
      UPDATE stock SET n = n - 1 WHERE id = 1;
      """
    let result = try await Explored.run(text)
    #expect(result.state.failing == 0)
    #expect(result.serialGaps == [.partial])
    #expect(result.coverageText.contains("calls that failed after a commit"))
  }
}
