import ContendExploration
import ContendModel
import ContendVerdict
import Testing

@testable import ContendRuns

/// Values that the server draws differ from run to run; what is done with them need not.
@Suite("Drawn values", .serialized)
struct DrawnValueTests {
  private static func orders(_ id: String, setup: String = "", _ body: String) -> String {
    """
    \\scenario orders "Every order has a payment"
    \\setup
    CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);
    INSERT INTO account VALUES (1, 100);
    CREATE TABLE orders (id \(id) PRIMARY KEY, who text NOT NULL);
    CREATE TABLE payment (id serial PRIMARY KEY, who text NOT NULL);
    CREATE TABLE joined (o \(id == "serial" ? "int" : "uuid") REFERENCES orders, p int REFERENCES payment (id));
    CREATE TABLE note (joined text);
    \(setup)
    \\variant buggy "in a transaction each"
    BEGIN;
    INSERT INTO orders (who) VALUES (:name) RETURNING id AS o \\gset
    INSERT INTO payment (who) VALUES (:name) RETURNING id AS p \\gset
    \(body)
    UPDATE account SET balance = balance - 10 WHERE id = 1;
    COMMIT;
    """
  }

  private static let right = "INSERT INTO joined VALUES (:o, :p);"

  @Test(
    "A right program may draw what it likes",
    arguments: [
      (orders("serial", right), 2),
      (
        orders(
          "uuid DEFAULT gen_random_uuid()",
          right + "\nINSERT INTO note VALUES ('for ' || :o);\n\\say your order: :o"), 2
      ),
      (
        orders(
          "serial", setup: "ALTER TABLE note ADD at bigint, ADD made text DEFAULT now()::text, ADD xid xid8;",
          right
            + "\nINSERT INTO note VALUES ('x', extract(epoch FROM clock_timestamp()) * 1000, DEFAULT, pg_current_xact_id());"
        ), 2
      ),
      (
        """
        \\scenario tokens "Each session has a random token, of which a log tells"
        \\setup
        CREATE TABLE session (token text PRIMARY KEY DEFAULT md5(random()::text), who text NOT NULL);
        CREATE TABLE log (line text NOT NULL);
        INSERT INTO session (who) VALUES ('root'), ('root');
        CREATE TABLE total (id int PRIMARY KEY, n int NOT NULL);
        INSERT INTO total VALUES (1, 0);
        \\variant buggy "in a transaction"
        BEGIN;
        INSERT INTO session (who) VALUES (:name) RETURNING token \\gset
        INSERT INTO log VALUES ('opened ' || :token || ' ' || md5(random()::text));
        UPDATE total SET n = n + 1 WHERE id = 1;
        COMMIT;
        \\say your token is :token
        """, 2
      ),
      (
        """
        \\scenario jobs "The time is noted as a number"
        \\setup
        CREATE TABLE jobs (id int PRIMARY KEY, reserved_at int, attempts int NOT NULL DEFAULT 0);
        INSERT INTO jobs SELECT i, NULL FROM generate_series(1, 2) i;
        \\variant buggy "each takes a job"
        BEGIN;
        SELECT id AS job FROM jobs WHERE reserved_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED \\gset
        UPDATE jobs SET reserved_at = extract(epoch FROM now())::int, attempts = attempts + 1 WHERE id = :job;
        COMMIT;
        """, 2
      ),
    ])
  func rightPrograms(_ text: String, lanes: Int) async throws {
    let result = try await Explored.run(text, lanes: lanes)
    #expect(result.state.failing == 0)
    #expect(result.serialGaps == [])
    #expect(result.diverged == 0)
    #expect(result.tally.isComplete)
  }

  /// Both read the latest payment, and each may take the other's.
  @Test(
    "A payment that is joined to the wrong order is found",
    arguments: ["serial", "uuid DEFAULT gen_random_uuid()"])
  func wrongPrograms(_ id: String) async throws {
    let text = Self.orders(id, "INSERT INTO joined VALUES (:o, :p);")
      .replacing("BEGIN;\n", with: "")
      .replacing("COMMIT;", with: "")
      .replacing(
        "INSERT INTO joined",
        with: "SELECT max(id) AS p FROM payment \\gset\nINSERT INTO joined")
    let result = try await Explored.run(text)
    #expect(result.state.kinds[.serialOracle] != nil)
    #expect(result.diverged == 0)
  }

  /// Whoever loses and tries again gets another number, and the number that the seats left come to as well.
  @Test func `an id that a client is told may be another, a number that is none may not`() async throws {
    let text = """
      \\scenario order "The customer is told the number of the order"
      \\isolation SERIALIZABLE
      \\setup
      CREATE TABLE stock (id int PRIMARY KEY, n int NOT NULL);
      INSERT INTO stock VALUES (1, 3);
      CREATE TABLE orders (id serial PRIMARY KEY, who text NOT NULL);
      \\variant buggy "read, then write, SERIALIZABLE"
      \\retry on 40001 max 20 backoff 1ms..2ms
      BEGIN;
      INSERT INTO orders (who) VALUES (:name) RETURNING id \\gset
      SELECT n AS have FROM stock WHERE id = 1 \\gset
      \\set left :have - 1
      UPDATE stock SET n = :left WHERE id = 1;
      COMMIT;
      \\say order :id
      \\say :left left
      """
    let result = try await Explored.run(text)
    #expect(result.state.failing == 0)
    #expect(result.diverged == 0)
    #expect(result.state.outcomes.count == 2)
    let lost = try await Explored.run(
      text.replacing("\\isolation SERIALIZABLE\n", with: "").replacing("\\say order :id", with: "\\say :id"))
    #expect(lost.state.kinds[.serialOracle] != nil)
  }

  /// Both take the token that sorts last, whosever it is.
  @Test func `a session that is logged with the token of another is found`() async throws {
    let text = """
      \\scenario tokens "Whose token is logged"
      \\setup
      CREATE TABLE session (token text PRIMARY KEY DEFAULT md5(random()::text), who text NOT NULL, nr serial);
      CREATE TABLE log (who text NOT NULL, token text NOT NULL);
      \\variant buggy "reads the latest session"
      INSERT INTO session (who) VALUES (:name);
      SELECT token FROM session ORDER BY nr DESC LIMIT 1 \\gset
      INSERT INTO log VALUES (:name, :token);
      """
    let result = try await Explored.run(text)
    #expect(result.state.kinds[.serialOracle] != nil)
    #expect(result.diverged == 0)
  }

  @Test func `a digest of what the program works with is no random value`() async throws {
    let text = """
      \\scenario etag "Each page has a digest of its text, and of a random value"
      \\setup
      CREATE TABLE page (id int PRIMARY KEY, n int NOT NULL, etag text NOT NULL);
      INSERT INTO page VALUES (1, 0, md5('0'));
      \\variant buggy "read, then write"
      SELECT n + 1 AS n FROM page WHERE id = 1 \\gset
      UPDATE page SET n = 7, etag = md5(:n::text) WHERE id = 1;
      """
    let result = try await Explored.run(text)
    #expect(result.state.kinds[.serialOracle] != nil)
  }

  @Test func `a lost update next to drawn ids is found`() async throws {
    let text = Self.orders("uuid DEFAULT gen_random_uuid()", Self.right).replacing(
      "UPDATE account SET balance = balance - 10 WHERE id = 1;",
      with:
        "SELECT balance FROM account WHERE id = 1 \\gset\n\\set left :balance - 10\nUPDATE account SET balance = :left WHERE id = 1;"
    )
    let result = try await Explored.run(text)
    #expect(result.state.kinds[.serialOracle] != nil)
    #expect(result.diverged == 0)
  }

  @Test func `ids and times of the set-up do not tell one lane from another`() async throws {
    let setup = """
      CREATE TABLE person (id uuid DEFAULT gen_random_uuid(), name text, made timestamptz DEFAULT now());
      INSERT INTO person (name) VALUES ('ada'), ('ada'), ('bob');
      ALTER TABLE account ADD owner uuid;
      """
    let text = Self.orders(
      "serial", setup: setup,
      Self.right + "\nUPDATE account SET owner = (SELECT id FROM person WHERE name = 'bob') WHERE id = 1;")
    let result = try await Explored.run(text, lanes: 2)
    #expect(result.state.failing == 0)
    #expect(result.state.outcomes.count == 1)
  }

  @Test func `a program that draws nothing is compared by every column`() async throws {
    let text = """
      \\scenario serial "An id that nobody draws"
      \\setup
      CREATE TABLE t (id serial PRIMARY KEY, n int NOT NULL);
      INSERT INTO t (n) VALUES (0);
      \\variant buggy "reads, then moves the row on"
      SELECT max(id) AS id FROM t \\gset
      \\set next :id + 1
      UPDATE t SET id = :next;
      """
    let result = try await Explored.run(text)
    #expect(result.state.kinds[.serialOracle] != nil)
  }
}
