/// What changes on the way: the time of a transaction, the moment of its snapshot, the schema.
extension Loss {
  static let moving = [chained, chainedAfterError] + locking + redefining + [raised]

  private static let visits =
    "CREATE TABLE visit (who text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());"
  private static let between =
    "SELECT a.at FROM visit a, visit b, visit c WHERE a.who = 'zero' AND b.who = 'two' AND c.who = 'one' AND a.at < b.at AND b.at < c.at;"

  private static let chained = Loss(
    "a chained transaction has a time of its own, that of the COMMIT before it", visits,
    [
      """
      BEGIN;
      INSERT INTO visit (who) VALUES ('zero');
      COMMIT AND CHAIN;
      INSERT INTO visit (who) VALUES ('one');
      COMMIT;
      """,
      "INSERT INTO visit (who) VALUES ('two');",
    ], finding: between)

  private static let chainedAfterError = Loss(
    "so has one that is chained to a transaction that has failed", visits,
    [
      """
      INSERT INTO visit (who) VALUES ('zero');
      BEGIN;
      \\try 22
      SELECT 1 / 0;
      \\catch
      \\endtry
      ROLLBACK AND CHAIN;
      INSERT INTO visit (who) VALUES ('one');
      COMMIT;
      """,
      "INSERT INTO visit (who) VALUES ('two');",
    ],
    finding: between)

  private static let locking = each(["REPEATABLE READ", "SERIALIZABLE"]) { level in
    Loss(
      "LOCK TABLE takes no snapshot",
      """
      CREATE TABLE gate (id int PRIMARY KEY);
      CREATE TABLE other (id int PRIMARY KEY);
      CREATE TABLE plain (id int PRIMARY KEY, v int NOT NULL);
      INSERT INTO plain VALUES (1, 1);
      """,
      [
        """
        BEGIN ISOLATION LEVEL \(level);
        LOCK TABLE gate IN SHARE MODE;
        SELECT count(*) FROM other;
        SELECT v AS x FROM plain WHERE id = 1 \\gset
        \\say :x
        COMMIT;
        """,
        """
        BEGIN;
        \\try 55
        LOCK TABLE gate IN EXCLUSIVE MODE NOWAIT;
        \\catch
        \\say busy
        \\endtry
        ROLLBACK;
        UPDATE plain SET v = 2 WHERE id = 1;
        """,
      ],
      finding:
        "SELECT a.said FROM calls a, calls b WHERE a.role = 'one' AND b.role = 'two' AND a.said = '{2}' AND b.said = '{busy}';"
    )
  }

  private static let raised = Loss(
    "a transaction is serializable from its SET on, although its BEGIN was an event",
    """
    CREATE TABLE plain (id int PRIMARY KEY, v int NOT NULL);
    INSERT INTO plain VALUES (1, 1), (2, 2);
    """,
    [(1, 2), (2, 1)].map { mine, other in
      """
      BEGIN;
      SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
      SELECT v AS x FROM plain WHERE id = \(other) \\gset
      \\say :x
      UPDATE plain SET v = 7 WHERE id = \(mine);
      COMMIT;\(mine == 1 ? "\nSELECT now();" : "")
      """
    })

  private static let redefining = each([
    "CREATE UNIQUE INDEX ON plain (v);", "ALTER TABLE plain ADD UNIQUE (v);",
    "CREATE TRIGGER twins BEFORE UPDATE ON plain FOR EACH ROW EXECUTE FUNCTION twins();",
    "CREATE OR REPLACE FUNCTION checked(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT FROM plain WHERE v = 5) THEN RAISE unique_violation; END IF; RETURN 5; END $$;",
  ]) { change in
    Loss(
      "a schema that changes on the way makes statements meet that did not",
      """
      CREATE TABLE plain (id int PRIMARY KEY, v int NOT NULL);
      INSERT INTO plain VALUES (1, 1), (2, 2);
      CREATE FUNCTION checked(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 5; END $$;
      CREATE FUNCTION twins() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT FROM plain WHERE v = 5) THEN RAISE unique_violation; END IF; RETURN NEW; END $$;
      """,
      [
        "\\try 23\n\(change)\n\\catch\n\\endtry\nSELECT count(*) AS n FROM plain WHERE v = 5 \\gset\n\\say :n",
        "UPDATE plain SET v = \(change.contains("FUNCTION checked") ? "checked(5)" : "5") WHERE id = 1;",
        "\\try 23\nUPDATE plain SET v = \(change.contains("FUNCTION checked") ? "checked(5)" : "5") WHERE id = 2;\n\\catch\n\\endtry",
      ])
  }
}
