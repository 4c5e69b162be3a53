/// Scenarios with a bug that is easily missed.
enum Found {
  /// The cleaner's snapshot has the rows 9 and 10; it waits for the second, which is 11 then.
  static let evalPlanQual = """
    \\scenario counter "DELETE sees the rows from before and the values from after"
    \\setup
    CREATE TABLE website (id int PRIMARY KEY, hits int NOT NULL);
    INSERT INTO website VALUES (1, 9), (2, 10);
    \\variant buggy "delete while somebody counts"
    \\role counter
    BEGIN;
    UPDATE website SET hits = hits + 1;
    COMMIT;
    \\role cleaner
    DELETE FROM website WHERE hits = 10;
    """

  /// After a wait the row is looked at anew, the subquery is not.
  static let failsOnlyAfterWaiting = """
    \\scenario stock "The check is in the same statement, and reads through an old snapshot"
    \\explore clients=2 calls=1
    \\setup
    CREATE TABLE stock (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO stock VALUES (1, 1);
    \\variant buggy "one statement with a subquery"
    BEGIN;
    UPDATE stock SET n = n - 1 WHERE id = 1 AND (SELECT sum(n) FROM stock) > 0;
    \\if :ROW_COUNT = 0
      \\reject sold_out
    \\endif
    COMMIT;
    \\invariant stock "never negative"
    SELECT n FROM stock WHERE n < 0;
    """

  static func needsThree(clients: Int) -> String {
    """
    \\scenario leave "At most two may be on leave"
    \\explore clients=\(clients) calls=1
    \\setup
    CREATE TABLE leave (who int PRIMARY KEY);
    \\variant buggy "count, then insert"
    BEGIN;
    SELECT count(*) AS away FROM leave \\gset
    \\if :away >= 2
      \\reject too_many
    \\endif
    INSERT INTO leave VALUES (:client_id);
    COMMIT;
    \\invariant limit "two at the most"
    SELECT count(*) FROM leave HAVING count(*) > 2;
    """
  }

  /// A lost update, however the second client writes the key of the row.
  static func oneRow(type: String, namedBySecond name: String) -> String {
    func body(_ key: String) -> String {
      "BEGIN;\nSELECT v AS have FROM cell WHERE id = \(key) \\gset\n\\set next :have + 1\n"
        + "UPDATE cell SET v = :next WHERE id = \(key);\nCOMMIT;\n"
    }
    return """
      \\scenario names "One row, two names"
      \\setup
      CREATE TABLE cell (id \(type) PRIMARY KEY, v int NOT NULL);
      INSERT INTO cell VALUES (1, 0);
      \\variant buggy "read, then write"
      \\role first
      \(body("1"))\\role second
      \(body(name))
      """
  }

  /// No table, an empty one, one with a row: the reader can see each of them.
  static let createsTable = """
    \\scenario table "One makes a table while the other looks for it"
    \\atomic none
    \\setup
    CREATE TABLE other (id int);
    \\variant buggy "make and fill"
    \\role maker
    CREATE TABLE note (id int);
    INSERT INTO note VALUES (1);
    \\role reader
    SELECT coalesce((xpath('/row/n/text()', query_to_xml(
      'SELECT count(*) AS n FROM ' || to_regclass('note'), false, true, '')))[1]::text, 'none') AS rows \\gset
    \\say :rows
    """

  static let lockInTrigger = """
    \\scenario audit "A trigger locks what another transaction locks first"
    \\setup
    CREATE TABLE line (id int PRIMARY KEY, amount int NOT NULL);
    CREATE TABLE total (id int PRIMARY KEY, amount int NOT NULL);
    CREATE FUNCTION add() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE total SET amount = amount + NEW.amount - OLD.amount WHERE id = 1;
      RETURN NEW;
    END $$;
    CREATE TRIGGER add AFTER UPDATE ON line FOR EACH ROW EXECUTE FUNCTION add();
    INSERT INTO line VALUES (1, 5);
    INSERT INTO total VALUES (1, 5);
    \\variant buggy "no statement of the two takes locks in the wrong order"
    \\role clerk
    UPDATE line SET amount = amount + 1 WHERE id = 1;
    \\role auditor
    BEGIN;
    UPDATE total SET amount = amount + 0 WHERE id = 1;
    UPDATE line SET amount = amount + 1 WHERE id = 1;
    COMMIT;
    """

  /// Fekete, O'Neil and O'Neil, SIGMOD Record 33 (2004).
  static func readOnlyAnomaly(reader: String) -> String {
    """
    \\scenario report "A report that only reads sees what no serial order shows"
    \\setup
    CREATE TABLE account (kind text PRIMARY KEY, balance int NOT NULL);
    INSERT INTO account VALUES ('checking', 0), ('savings', 0);
    \\variant buggy "one session is weaker than the others"
    \\role deposit
    \\retry on 40001 max 10 backoff 1ms..2ms
    BEGIN ISOLATION LEVEL SERIALIZABLE;
    UPDATE account SET balance = balance + 20 WHERE kind = 'savings';
    COMMIT;
    \\role withdrawal
    \\retry on 40001 max 10 backoff 1ms..2ms
    BEGIN ISOLATION LEVEL SERIALIZABLE;
    SELECT sum(balance) AS sum FROM account \\gset
    \\set charge 10
    \\if :sum < 10
      \\set charge 11
    \\endif
    UPDATE account SET balance = balance - :charge WHERE kind = 'checking';
    COMMIT;
    \\role report
    \\retry on 40001 max 10 backoff 1ms..2ms
    BEGIN ISOLATION LEVEL \(reader) READ ONLY;
    SELECT string_agg(kind || ' ' || balance, ', ' ORDER BY kind) AS balances FROM account \\gset
    COMMIT;
    \\say :balances
    """
  }

  /// What is read without a lock is shown to nobody who relies on it, and every error is handled.
  static let looksRacy = """
    \\scenario orders "Looks like a race, and is none"
    \\explore clients=2 calls=1
    \\setup
    CREATE TABLE item (id int PRIMARY KEY, stock int NOT NULL CHECK (stock >= 0));
    CREATE TABLE visit (page text PRIMARY KEY, n int NOT NULL);
    INSERT INTO item VALUES (1, 1);
    \\variant buggy "read for display, then a conditional write"
    SELECT stock AS shown FROM item WHERE id = 1 \\gset
    \\try 23505
      INSERT INTO visit VALUES ('item', 1);
    \\catch
      UPDATE visit SET n = n + 1 WHERE page = 'item';
    \\endtry
    \\try 23514
      UPDATE item SET stock = stock - 1 WHERE id = 1;
    \\catch
      \\reject sold_out
    \\endtry
    \\invariant visits "every call counts"
    SELECT n FROM visit WHERE n <> (SELECT count(*) FROM calls);
    """

  static let failsSerially = """
    \\scenario orphan "One order of the calls fails without any concurrency"
    \\allow error:23503
    \\setup
    CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE child (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parent (id));
    INSERT INTO parent VALUES (1), (2);
    \\variant buggy "insert below what is deleted"
    \\role owner
    DELETE FROM parent WHERE id = 1;
    \\role clerk
    INSERT INTO child VALUES (1, 1);
    """

  /// Two of these at once each see no row; one after the other never do.
  static let insideOneStatement = """
    \\scenario signup "INSERT ... WHERE NOT EXISTS is one statement and yet a race"
    \\load clients=20 calls=2
    \\explore clients=2 calls=1
    \\setup
    CREATE TABLE member (name text NOT NULL);
    \\variant buggy "check and insert in one statement"
    INSERT INTO member SELECT 'ada' WHERE NOT EXISTS (SELECT FROM member WHERE name = 'ada');
    \\fix unique "a unique index"
    \\migration
    CREATE UNIQUE INDEX ON member (name);
    \\endmigration
    INSERT INTO member VALUES ('ada') ON CONFLICT DO NOTHING;
    \\invariant once "one member of each name"
    SELECT name FROM member GROUP BY name HAVING count(*) > 1;
    """

  static let forUpdate = """
    \\scenario stock "The read locks the row"
    \\explore clients=2 calls=1
    \\setup
    CREATE TABLE stock (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO stock VALUES (1, 1);
    \\variant buggy "FOR UPDATE"
    BEGIN;
    SELECT n AS have FROM stock WHERE id = 1 FOR UPDATE \\gset
    \\if :have < 1
      \\reject sold_out
    \\endif
    UPDATE stock SET n = :have - 1 WHERE id = 1;
    COMMIT;
    """

  /// What each counts is a few rows of an index that all of them insert into.
  static let serializableByIndex = """
    \\scenario book "Count, then insert, SERIALIZABLE"
    \\explore clients=3 calls=1
    \\isolation SERIALIZABLE
    \\setup
    CREATE TABLE seat (id int PRIMARY KEY, room int NOT NULL, who text);
    CREATE INDEX ON seat (room);
    INSERT INTO seat SELECT i, i % 300, NULL FROM generate_series(1, 900) i;
    ANALYZE seat;
    \\variant buggy "read, then write, SERIALIZABLE"
    \\retry on 40001 max 20 backoff 1ms..2ms
    BEGIN;
    SELECT count(*) AS taken FROM seat WHERE room = :client_id AND who IS NOT NULL \\gset
    UPDATE seat SET who = :name WHERE id = 10 + :client_id;
    INSERT INTO seat VALUES (1000 + :client_id, :client_id + 1, :name);
    COMMIT;
    \\say :taken
    """

  static func serializableWithRetry(clients: Int) -> String {
    """
    \\scenario stock "Aborted and run again"
    \\explore clients=\(clients) calls=1
    \\isolation SERIALIZABLE
    \\setup
    CREATE TABLE stock (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO stock VALUES (1, 9);
    \\variant buggy "read, then write, SERIALIZABLE"
    \\retry on 40001 max 20 backoff 1ms..2ms
    BEGIN;
    SELECT n AS have FROM stock WHERE id = 1 \\gset
    \\set left :have - 1
    UPDATE stock SET n = :left WHERE id = 1;
    COMMIT;
    """
  }
}
