/// Statements that are no events come between one event and the look at what it did.
extension Loss {
  private static let guests = """
    CREATE TABLE guest (id int PRIMARY KEY, name text NOT NULL);
    INSERT INTO guest VALUES (1, 'ada');
    CREATE TABLE cellar (id int PRIMARY KEY, bottles int NOT NULL);
    INSERT INTO cellar VALUES (1, 6);
    """

  private static let vault = """
    CREATE TABLE vault (id int PRIMARY KEY, gold int NOT NULL);
    INSERT INTO vault VALUES (1, 1);
    CREATE TABLE diary (id int PRIMARY KEY, gold int NOT NULL);
    INSERT INTO diary VALUES (1, 1);
    """

  static let passing =
    each([
      "RESET work_mem;", "SET work_mem = '2MB';", "SHOW work_mem;", "SET LOCAL work_mem = '2MB';",
      "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;", "BEGIN;\nROLLBACK;", "DISCARD PLANS;",
    ]) { trailer in
      Loss(
        "COMMIT publishes whatever follows it",
        "CREATE TABLE page (id int PRIMARY KEY, state text NOT NULL);\nINSERT INTO page VALUES (1, 'draft');",
        [
          "BEGIN;\nUPDATE page SET state = 'out' WHERE id = 1;\nCOMMIT;\n\(trailer)",
          "SELECT state FROM page WHERE id = 1 \\gset\n\\say :state",
        ], finding: "SELECT said FROM calls WHERE 'draft' = ANY (said);")
    }
    + each(["COMMIT AND CHAIN;\nCOMMIT;", "COMMIT AND CHAIN;\nROLLBACK;", "COMMIT;\nRESET ALL;"]) { ending in
      Loss(
        "two keepers leave although each saw the other",
        "CREATE TABLE keeper (id int PRIMARY KEY, awake boolean NOT NULL);\nINSERT INTO keeper VALUES (1, true), (2, true);",
        (1...2).map { id in
          """
          BEGIN;
          SELECT count(*) AS awake FROM keeper WHERE awake \\gset
          \\if :awake = 2
            UPDATE keeper SET awake = false WHERE id = \(id);
          \\endif
          \(ending)
          """
        }, finding: "SELECT 1 WHERE NOT EXISTS (SELECT FROM keeper WHERE awake);")
    }
    + each([
      "SAVEPOINT line;", "SAVEPOINT line;\nRELEASE line;", "SET LOCAL work_mem = '2MB';", "SHOW work_mem;",
    ]) {
      next in
      Loss(
        "the first statement fixes the snapshot whatever follows it",
        guests,
        [
          "UPDATE cellar SET bottles = bottles + 6 WHERE id = 1;",
          """
          BEGIN ISOLATION LEVEL REPEATABLE READ;
          SELECT name FROM guest WHERE id = 1 \\gset
          \(next)
          UPDATE cellar SET bottles = bottles - 1 WHERE id = 1;
          COMMIT;
          """,
        ])
    }
    + each([
      "BEGIN;\nSET TRANSACTION ISOLATION LEVEL REPEATABLE READ;",
      "BEGIN;\nSET LOCAL transaction_isolation = 'repeatable read';",
      "SET default_transaction_isolation = 'repeatable read';\nBEGIN;",
      "SELECT set_config('default_transaction_isolation', 'repeatable read', false);\nBEGIN;",
      "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ;\nBEGIN;",
      "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSAVEPOINT line;",
      "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSHOW work_mem;",
      "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSET LOCAL work_mem = '2MB';",
    ]) { opening in
      Loss(
        "the first statement fixes the snapshot however its transaction began",
        guests,
        [
          "UPDATE cellar SET bottles = bottles + 6 WHERE id = 1;",
          """
          \(opening)
          SELECT name FROM guest WHERE id = 1 \\gset
          UPDATE cellar SET bottles = bottles - 1 WHERE id = 1;
          COMMIT;
          """,
        ])
    }
    + each(["BEGIN;", ""]) { opening in
      Loss(
        "what one connection does in the meantime ends no transaction of another",
        vault,
        [
          """
          \\acquire scribe direct
          BEGIN;
          UPDATE vault SET gold = 2 WHERE id = 1;
          \\use scribe
          UPDATE diary SET gold = 2 WHERE id = 1;
          \(opening)
          UPDATE diary SET gold = 3 WHERE id = 1;
          \(opening.isEmpty ? "" : "COMMIT;")
          \\use main
          COMMIT;
          """,
          "SELECT gold AS noted FROM diary WHERE id = 1 \\gset\nSELECT gold AS held FROM vault WHERE id = 1 \\gset",
        ],
        finding: "SELECT vars FROM calls WHERE role = 'two' AND vars->>'noted' = '3' AND vars->>'held' = '1';"
      )
    }
    + [
      Loss(
        "ROLLBACK TO gives back what was locked since the savepoint",
        """
        CREATE SEQUENCE bell;
        CREATE TABLE seat (id int PRIMARY KEY, v int NOT NULL);
        INSERT INTO seat VALUES (1, 0), (2, 0);
        """,
        [
          """
          BEGIN;
          SAVEPOINT line;
          UPDATE seat SET v = 1 WHERE id = 1;
          SELECT nextval('bell');
          ROLLBACK TO line;
          UPDATE seat SET v = 1 WHERE id = 2;
          COMMIT;
          """,
          """
          SELECT nextval('bell') AS n \\gset
          \\say :n
          \\try 55
          SELECT v FROM seat WHERE id = 1 FOR UPDATE NOWAIT;
          \\say free
          \\catch
          \\say busy
          \\endtry
          """,
        ], finding: "SELECT said FROM calls WHERE said = '{2,busy}';")
    ]
    + each(["", "BEGIN;"]) { opening in
      Loss(
        "a statement belongs to the connection it was sent on",
        vault,
        [
          """
          \\acquire scribe direct
          BEGIN;
          UPDATE vault SET gold = 2 WHERE id = 1;
          \\use scribe
          \(opening)
          UPDATE diary SET gold = 2 WHERE id = 1;
          \(opening.isEmpty ? "" : "COMMIT;")
          \\use main
          COMMIT;
          """,
          "SELECT gold AS noted FROM diary WHERE id = 1 \\gset\nSELECT gold AS held FROM vault WHERE id = 1 \\gset",
        ],
        finding: "SELECT vars FROM calls WHERE role = 'two' AND vars->>'held' = '2' AND vars->>'noted' = '1';"
      )
    }

  /// Its orders are too many to try them all: what is lost is the failure.
  static let nextCall = Loss(
    "SET LOCAL in the next call leaves the COMMIT before it alone",
    "CREATE TABLE keeper (id int PRIMARY KEY, awake boolean NOT NULL);\nINSERT INTO keeper VALUES (1, true), (2, true);",
    (1...2).map { id in
      """
      BEGIN;
      SET LOCAL work_mem = '2MB';
      SELECT count(*) AS awake FROM keeper WHERE awake \\gset
      \\if :awake = 2
        UPDATE keeper SET awake = false WHERE id = \(id);
      \\endif
      COMMIT;
      """
    }, finding: "SELECT 1 WHERE NOT EXISTS (SELECT FROM keeper WHERE awake);",
    header: "\\explore calls=2\n")
}
