import ContendModel
import ContendReport
import Testing

@testable import ContendRuns

/// A fix must still do the work, alone and together.
@Suite(.serialized)
struct FixWorkTests {
  /// Orders and stock; each call has to write both.
  private static let shop = #"""
    \scenario shop "Oversold"
    \load clients=4 calls=1
    \explore clients=2 calls=1
    \setup
    CREATE TABLE inventory (id int PRIMARY KEY, stock int NOT NULL);
    CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, client int NOT NULL);
    INSERT INTO inventory VALUES (1, 100);
    \variant buggy
    BEGIN;
    SELECT stock AS have FROM inventory WHERE id = 1 \gset
    \sleep 2ms
    \set rest :have - 1
    UPDATE inventory SET stock = :rest WHERE id = 1;
    INSERT INTO orders (client) VALUES (:client);
    COMMIT;
    \invariant sold "every order took one"
    SELECT 1 FROM inventory WHERE stock <> 100 - (SELECT count(*) FROM orders) AND (SELECT count(*) FROM orders) > 0;
    """#

  private func judge(_ fix: String) async throws -> FixSection {
    let document = try await prove(Self.shop.replacing("\\invariant sold", with: fix + "\n\\invariant sold"))
    return try #require(document.fixes.first)
  }

  @Test func `SELECT 1 is no fix`() async throws {
    let fix = try await judge("\\fix nothing\nSELECT 1;")
    #expect(fix.verdict == .masked)
    #expect(
      fix.reasons.first
        == "Alone, buggy changes 1 of inventory and inserts 1 row into orders for each call; this fix changes nothing."
    )
  }

  @Test func `a body without COMMIT is no fix, and says what becomes of its writes`() async throws {
    let fix = try await judge(
      "\\fix open\nBEGIN;\nUPDATE inventory SET stock = stock - 1 WHERE id = 1;\nINSERT INTO orders (client) VALUES (:client);"
    )
    #expect(fix.verdict == .masked)
    #expect(fix.reasons.first?.contains("rolled back: its writes are lost") == true)
  }

  @Test func `a COMMIT that the server turns into a ROLLBACK is no work, and says so`() async throws {
    let fix = try await judge(
      """
      \\fix swallow
      BEGIN;
      UPDATE inventory SET stock = stock - 1 WHERE id = 1;
      \\try 23502
        INSERT INTO orders (client) VALUES (NULL);
      \\catch
      \\endtry
      COMMIT;
      """)
    #expect(fix.verdict == .masked)
    #expect(fix.reasons.first?.contains("an error had aborted before its COMMIT: rolled back") == true)
  }

  @Test func `a fix that forgets the second table is regressed, one that says where it went is not`()
    async throws
  {
    let body = "BEGIN;\nINSERT INTO orders (client) VALUES (:client);\nCOMMIT;"
    let fix = try await judge("\\fix half\n" + body)
    #expect(fix.verdict == .regressed)
    #expect(fix.reasons.contains { $0.contains("this fix leaves inventory untouched") })
    let said = try await judge("\\fix half\n\\leaves inventory\n" + body)
    #expect(!said.reasons.contains { $0.contains("untouched") })
  }

  @Test func `a fix that does both is eliminated`() async throws {
    let fix = try await judge(
      "\\fix atomic\nBEGIN;\nUPDATE inventory SET stock = stock - 1 WHERE id = 1;\nINSERT INTO orders (client) VALUES (:client);\nCOMMIT;"
    )
    #expect(fix.verdict == .eliminatedProved)
  }

  @Test func `a control that fails in every order is no race, and the shortest such run is shown`()
    async throws
  {
    let found = try await faults(
      #"""
      \scenario serial-error "Every second call fails, concurrent or not"
      \explore clients=2 calls=1
      \load clients=4 calls=1
      \setup
      CREATE TABLE t (id int PRIMARY KEY, who text);
      \variant buggy
      INSERT INTO t VALUES (1, :name);
      \fix ignore
      INSERT INTO t VALUES (1, :name) ON CONFLICT DO NOTHING;
      \invariant one
      SELECT 1 WHERE (SELECT count(*) FROM t) <> 1;
      """#)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("6: variant buggy fails in every order of its calls") == true)
    #expect(found.first?.contains("client1 ok, then client2 error:23505") == true)
  }

  @Test
  func
    `an invariant of the whole round is judged in whole rounds, and a fix that breaks it alone gets a verdict`()
    async throws
  {
    let text = Counter.text([
      Counter.head, Counter.buggy, Counter.atomic,
      "\\fix twice \"counts double\"\nUPDATE counter SET n = n + 2 WHERE id = 1;",
      "\\invariant all \"every client counted\"\nSELECT n FROM counter WHERE n <> (SELECT count(*) FROM calls);",
    ])
    let document = try await prove(text)
    #expect(document.fixes.map(\.verdict) == [.eliminatedProved, .notFixed])
    #expect(
      document.fixes[1].reasons.contains { $0.hasPrefix("It fails without any concurrency (the fix at ") })
  }

  @Test func `a fix that never returns alone gets its verdict, and the others theirs`() async throws {
    let hangs = "\\fix hangs\n\\expect regressed\nSELECT pg_sleep(600);"
    let document = try await prove(
      Counter.text([Counter.head, Counter.buggy, hangs, Counter.atomic, Counter.invariant])
    ) {
      $0.stepTimeout = .seconds(1)
    }
    #expect(document.fixes.map(\.name) == ["hangs", "atomic"])
    #expect(document.fixes.map(\.verdict) == [.regressed, .eliminatedProved])
    #expect(
      document.fixes[0].reasons.first?.contains("run alone, its statement at line 17 does not return") == true
    )
    #expect(document.exitCode == 0)
  }

  @Test func `a race of order says which order`() async throws {
    let text = #"""
      \scenario order "The reader comes first"
      \load clients=2 calls=1
      \explore calls=1
      \setup
      CREATE TABLE price (id int PRIMARY KEY, amount int NOT NULL);
      CREATE TABLE sale (amount int);
      \variant buggy
      \role loader clients=1!
      INSERT INTO price VALUES (1, 5);
      \role seller clients=1!
      INSERT INTO sale SELECT max(amount) FROM price;
      \fix default
      \role seller clients=1!
      INSERT INTO sale SELECT coalesce(max(amount), 5) FROM price;
      \invariant priced
      SELECT 1 FROM sale WHERE amount IS NULL;
      """#
    let document = try await prove(text)
    #expect(
      document.control.notes.contains {
        $0.contains("A race of order: buggy fails without any overlap")
          && $0.contains("seller ok, then loader ok")
      })
    #expect(document.fixes.map(\.verdict) == [.eliminatedProved])
  }
}
