/// SQL that no statement of a client's shows.
extension RichTheme {
  /// What a block with EXCEPTION locked and gave up leaves nothing to look at.
  static let exceptions = RichTheme(
    name: "exception blocks",
    schema: """
      CREATE FUNCTION take(k int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM FROM plain WHERE id = k FOR UPDATE NOWAIT; RETURN 1; EXCEPTION WHEN lock_not_available THEN RETURN 0; END $$;
      CREATE FUNCTION put(k int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO plain VALUES (k, 7); RETURN 1; EXCEPTION WHEN unique_violation THEN RETURN 0; END $$;
      CREATE FUNCTION peek(k int) RETURNS int LANGUAGE plpgsql AS $$ DECLARE n int; BEGIN BEGIN SELECT sum(v) INTO n FROM ledger; UPDATE plain SET v = n WHERE id = k; RAISE division_by_zero; EXCEPTION WHEN division_by_zero THEN RETURN n; END; END $$;

      """,
    probed: ["plain", "ledger"]
  ) { keys in
    let (id, mark) = (keys.id, keys.mark)
    return [
      RichScene(
        reads: [
          told("SELECT take(\(id)) AS x"), told("SELECT v AS x FROM plain WHERE id = \(id) FOR UPDATE"),
        ],
        changes: [
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
          "DO $$ BEGIN UPDATE plain SET v = v + 1 WHERE id = \(id); PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN NULL; END $$;",
        ]),
      RichScene(
        reads: [told("SELECT count(*) AS x FROM plain"), told("SELECT sum(v) AS x FROM plain")],
        changes: [
          told("SELECT put(3) AS x"), told("SELECT put(\(id)) AS x"),
          counted("DELETE FROM plain WHERE id = \(id)"),
        ]),
      RichScene(
        reads: [told("SELECT peek(\(id)) AS x")],
        changes: [
          "UPDATE ledger SET v = v * 3 + \(mark) WHERE id = \(id);",
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
        ]),
    ]
  }

  static let dynamic = RichTheme(
    name: "dynamic SQL",
    schema: """
      CREATE FUNCTION bump(t text, k int, m int) RETURNS int LANGUAGE plpgsql AS $$ DECLARE n int; BEGIN EXECUTE format('UPDATE %I SET v = v * 3 + $2 WHERE id = $1 RETURNING v', t) INTO n USING k, m; RETURN n; END $$;
      CREATE FUNCTION total(t text) RETURNS int LANGUAGE plpgsql AS $$ DECLARE n int; BEGIN EXECUTE format('SELECT sum(v) FROM %I', t) INTO n; RETURN n; END $$;
      CREATE PROCEDURE credit(k int, m int) LANGUAGE plpgsql AS $$ BEGIN UPDATE plain SET v = v * 3 + m WHERE id = k; END $$;
      CREATE PROCEDURE halves(k int, m int) LANGUAGE plpgsql AS $$ BEGIN UPDATE plain SET v = v * 3 + m WHERE id = k; COMMIT; UPDATE plain SET v = v + m WHERE id = k; END $$;

      """
  ) { keys in
    let (id, mark) = (keys.id, keys.mark)
    return [
      RichScene(
        reads: [
          told("SELECT total('plain') AS x"), told("SELECT max(v) AS x FROM plain WHERE id = \(id)"),
          told(
            "SELECT (xpath('//v/text()', query_to_xml('SELECT v FROM plain WHERE id = \(id)', false, false, '')))[1]::text::int AS x"
          ),
        ],
        changes: [
          told("SELECT bump('plain', \(id), \(mark)) AS x"), "CALL credit(\(id), \(mark));",
          caught("CALL halves(\(id), \(mark));"),
          "DO $$ BEGIN UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id); END $$;",
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
        ]),
      RichScene(
        reads: [
          caught(told("SELECT v AS x FROM plain WHERE id = \(id) FOR UPDATE NOWAIT")),
          told("SELECT count(*) AS x FROM (SELECT FROM plain WHERE id = \(id) FOR SHARE SKIP LOCKED) t"),
        ],
        changes: [
          "CALL credit(\(id), \(mark));",
          "DO $$ BEGIN UPDATE plain SET v = \(mark) WHERE id = \(id); END $$;",
        ]),
    ]
  }

  /// Functions behind a column's name, an operator, a default, a check and a domain.
  static let computed = RichTheme(
    name: "computed",
    schema: """
      CREATE TABLE hold (id int PRIMARY KEY, v int NOT NULL);
      CREATE FUNCTION free(plain) RETURNS int LANGUAGE sql STABLE AS $$ SELECT $1.v - coalesce((SELECT sum(v) FROM hold), 0)::int $$;
      CREATE FUNCTION held() RETURNS int LANGUAGE sql STABLE AS $$ SELECT coalesce(sum(v), 0)::int FROM hold $$;
      CREATE FUNCTION is_free(int) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT NOT EXISTS (SELECT FROM hold WHERE id = $1) $$;
      CREATE FUNCTION less_held(int, int) RETURNS int LANGUAGE sql STABLE AS $$ SELECT $1 - $2 * (SELECT count(*) FROM hold)::int $$;
      CREATE OPERATOR <-> (LEFTARG = int, RIGHTARG = int, FUNCTION = less_held);
      CREATE DOMAIN free_id AS int CHECK (is_free(VALUE));
      CREATE TABLE noted (id int PRIMARY KEY, n int NOT NULL DEFAULT held());
      CREATE TABLE checked (id int PRIMARY KEY, CHECK (is_free(id)));

      """,
    probed: ["plain", "hold"]
  ) { keys in
    let (other, mark) = (keys.other, keys.mark)
    let changes = [
      caught("INSERT INTO hold (id, v) VALUES (\(other), \(mark));"),
      "UPDATE plain SET v = held() WHERE id = \(keys.id);",
    ]
    return [
      RichScene(
        reads: [
          told("SELECT p.free AS x FROM plain p WHERE id = \(keys.id)"),
          told("SELECT free(p) AS x FROM plain p WHERE id = \(keys.id)"),
          told("SELECT v <-> 1 AS x FROM plain WHERE id = \(keys.id)"), told("SELECT held() AS x"),
        ], changes: changes),
      RichScene(
        reads: [
          caught(told("SELECT \(other)::free_id AS x")), caught("INSERT INTO noted (id) VALUES (\(mark));"),
          caught("INSERT INTO checked (id) VALUES (\(other));"),
        ], changes: changes + [counted("DELETE FROM hold WHERE id = \(other)")]),
    ]
  }

  /// Which rows there are depends on a table that no statement names.
  static let policies = RichTheme(
    name: "policies",
    schema: """
      CREATE TABLE member (id int PRIMARY KEY);
      INSERT INTO member VALUES (1);
      CREATE TABLE secret (id int PRIMARY KEY, v int NOT NULL);
      INSERT INTO secret VALUES (1, 1), (2, 2);
      ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
      ALTER TABLE secret FORCE ROW LEVEL SECURITY;
      CREATE POLICY members ON secret USING (id IN (SELECT id FROM member));

      """,
    probed: ["secret", "member"]
  ) { keys in
    [
      RichScene(
        reads: [
          told("SELECT count(*) AS x FROM secret"),
          told("SELECT coalesce(max(v), 0) AS x FROM secret WHERE id = \(keys.id)"),
        ],
        changes: [
          counted("UPDATE secret SET v = v * 3 + \(keys.mark) WHERE id = \(keys.id)"),
          caught("INSERT INTO secret (id, v) VALUES (3, \(keys.mark));"),
          counted("DELETE FROM member WHERE id = \(keys.id)"),
          "INSERT INTO member (id) VALUES (\(keys.other)) ON CONFLICT DO NOTHING;",
        ])
    ]
  }
}
