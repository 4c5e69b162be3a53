/// What a statement does stands neither in its text nor, by the time of the look, in its locks.
extension Loss {
  private static let lamp =
    "CREATE TABLE lamp (id int PRIMARY KEY, v int NOT NULL);\nINSERT INTO lamp VALUES (1, 0);\n"

  static let hidden = universal + subtransactions + called + serverState + notifications

  /// Whoever comes while the lock is held does not get it, and says so by his error.
  private static let universal = each([
    "CALL light(1);", "DO $$ BEGIN UPDATE lamp SET v = 1 WHERE id = 1; END $$;", "SELECT switch('lamp');",
    "PREPARE p AS UPDATE lamp SET v = 1 WHERE id = 1;\nEXECUTE p;", "SELECT FROM lit;",
  ]) { statement in
    Loss(
      "COMMIT releases what a statement locked of which nothing is known",
      lamp + """
        CREATE PROCEDURE light(k int) LANGUAGE plpgsql AS $$ BEGIN UPDATE lamp SET v = v + 1 WHERE id = k; END $$;
        CREATE FUNCTION switch(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('UPDATE %I SET v = 1', t); END $$;
        CREATE FUNCTION burn() RETURNS int LANGUAGE sql AS $$ UPDATE lamp SET v = 2 RETURNING v $$;
        CREATE VIEW lit AS SELECT burn() AS v;
        """,
      ["BEGIN;\n\(statement)\nCOMMIT;", "SELECT v FROM lamp WHERE id = 1 FOR UPDATE NOWAIT;"])
  }

  private static let subtransactions = [
    Loss(
      "a block with EXCEPTION tried a lock that is not to be seen any more",
      lamp
        + "CREATE FUNCTION grab() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM FROM lamp WHERE id = 1 FOR UPDATE NOWAIT; RETURN 1; EXCEPTION WHEN lock_not_available THEN RETURN 0; END $$;",
      [
        "BEGIN;\nSELECT id FROM lamp WHERE id = 1 FOR UPDATE;\nROLLBACK;",
        "BEGIN;\nSELECT grab() AS got \\gset\nCOMMIT;\n\\say got :got",
      ], finding: "SELECT said FROM calls WHERE 'got 0' = ANY (said);"),
    Loss(
      "a block that was undone had read",
      lamp
        + "CREATE FUNCTION glance() RETURNS int LANGUAGE plpgsql AS $$ DECLARE n int; BEGIN BEGIN SELECT v INTO n FROM lamp; RAISE division_by_zero; EXCEPTION WHEN division_by_zero THEN RETURN n; END; END $$;",
      [
        "UPDATE lamp SET v = 5 WHERE id = 1;",
        "BEGIN;\nSELECT glance() AS before \\gset\nSELECT glance() AS after \\gset\nCOMMIT;\n\\say :before :after",
      ], finding: "SELECT said FROM calls WHERE '0 5' = ANY (said);"),
  ]

  /// Asked for inside of a transaction, where locks could be taken for all that was touched.
  private static let serverState = each([
    "count(*) FILTER (WHERE relation = 'lamp'::regclass AND mode = 'RowExclusiveLock') FROM pg_locks",
    "txid_snapshot_xmax(txid_current_snapshot())",
  ]) { query in
    Loss(
      "the server tells of transactions that have not ended", lamp,
      [
        "BEGIN;\nUPDATE lamp SET v = 1 WHERE id = 1;\nROLLBACK;",
        "BEGIN;\nSELECT (SELECT \(query)) AS n \\gset\nSELECT (SELECT \(query)) <> :n AS moved \\gset\n\\if :moved\n\\say moved\n\\endif\nCOMMIT;",
      ], finding: "SELECT said FROM calls WHERE said = '{moved}';")
  }

  private static let notifications = each(["NOTIFY lit;", "SELECT pg_notify('lit', '');"]) { sending in
    Loss(
      "COMMIT is what makes a session listen and what sends", lamp,
      ["BEGIN;\nLISTEN lit;\nCOMMIT;\n\\wait lit", "BEGIN;\n\(sending)\nCOMMIT;"])
  }

  /// Each with what it needs and no more: a schema that looks suspicious is not trusted anyway.
  private static let called = [
    ("SELECT b.rest AS n FROM budget b WHERE id = 1", ""),
    ("SELECT rest(b) AS n FROM budget b WHERE id = 1", ""),
    (
      "SELECT amount <-> 0 AS n FROM budget WHERE id = 1",
      """
      CREATE FUNCTION beside(int, int) RETURNS int LANGUAGE sql STABLE AS $$ SELECT $1 - $2 - spent() $$;
      CREATE OPERATOR <-> (LEFTARG = int, RIGHTARG = int, FUNCTION = beside);
      """
    ), ("SELECT n FROM standing", "CREATE VIEW standing AS SELECT amount - spent() AS n FROM budget;"),
    ("SELECT 10 - spent() AS n", ""),
    (
      "SELECT 10 - cap::affordable AS n FROM limits WHERE id = 1",
      """
      CREATE DOMAIN affordable AS int CHECK (VALUE <= 10 - spent());
      CREATE TABLE limits (id int PRIMARY KEY, cap int NOT NULL);
      INSERT INTO limits VALUES (1, 7);
      """
    ),
  ].map { query, extra in
    Loss(
      "a query calls a function, however it is written: \(query)",
      """
      CREATE TABLE budget (id int PRIMARY KEY, amount int NOT NULL);
      INSERT INTO budget VALUES (1, 10);
      CREATE TABLE expense (id int PRIMARY KEY, amount int NOT NULL);
      CREATE FUNCTION spent() RETURNS int LANGUAGE sql STABLE AS $$ SELECT coalesce(sum(amount), 0)::int FROM expense $$;
      CREATE FUNCTION rest(budget) RETURNS int LANGUAGE sql STABLE AS $$ SELECT $1.amount - spent() $$;
      \(extra)
      """,
      [
        """
        \\try 23
        \(query) \\gset
        \\say :n
        \\catch
        \\say 6
        \\endtry
        INSERT INTO expense (id, amount) VALUES (1, 4);
        """,
        "INSERT INTO expense (id, amount) VALUES (2, 4);",
      ],
      finding: "SELECT said FROM calls WHERE role = 'one' AND '6' = ANY (said);")
  }
}
