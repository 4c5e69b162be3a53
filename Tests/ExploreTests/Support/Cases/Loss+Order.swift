/// Order that no row holds: of sequences, of clocks, of attempts, of unique keys, of time-outs.
extension Loss {
  static let attempts =
    each(["pg_try_advisory_xact_lock(7)", "pg_try_advisory_xact_lock_shared(7)"]) {
      attempt in
      Loss(
        "an attempt that failed says that somebody holds the lock",
        "CREATE TABLE mail (id int PRIMARY KEY, sent int NOT NULL);\nINSERT INTO mail VALUES (1, 0);",
        [
          """
          BEGIN;
          SELECT \(attempt) AS mine \\gset
          \\if :mine
            SELECT sent FROM mail WHERE id = 1 \\gset
            \\set sent :sent + 1
            UPDATE mail SET sent = :sent WHERE id = 1;
            \\say sent :sent
          \\endif
          COMMIT;
          """,
          "BEGIN;\nSELECT pg_advisory_xact_lock(7);\nUPDATE mail SET sent = sent + 1 WHERE id = 1;\nCOMMIT;",
        ], finding: "SELECT said FROM calls WHERE 'sent 2' = ANY (said);")
    }
    + each([
      "SELECT count(*) AS n FROM pg_locks WHERE relation = 'mail'::regclass AND mode = 'RowExclusiveLock'",
      "SELECT count(*) AS n FROM mail WHERE xmax <> 0",
      "SELECT count(*) AS n FROM (SELECT FROM mail WHERE id = 1 FOR SHARE SKIP LOCKED) t",
    ]) { query in
      Loss(
        "somebody is asked whether another is at work",
        "CREATE TABLE mail (id int PRIMARY KEY, sent int NOT NULL);\nINSERT INTO mail VALUES (1, 0);",
        [
          "BEGIN;\nUPDATE mail SET sent = 1 WHERE id = 1;\nUPDATE mail SET sent = 2 WHERE id = 1;\nCOMMIT;",
          "\(query) \\gset\n\\say :n\n\(query) \\gset\n\\say :n",
        ], finding: "SELECT said FROM calls WHERE role = 'two' AND said[1] <> said[2];")
    }

  static let order =
    each([
      "bigserial NOT NULL", "int GENERATED ALWAYS AS IDENTITY", "int NOT NULL DEFAULT nextval('counter')",
      "bigint NOT NULL DEFAULT counted()",
    ]) { type in
      Loss(
        "who inserts first has the lower position, whoever commits first",
        """
        CREATE SEQUENCE counter;
        CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('counter') $$;
        CREATE TABLE event (name text PRIMARY KEY, place \(type));
        CREATE TABLE reader (id int PRIMARY KEY, place bigint NOT NULL);
        INSERT INTO reader VALUES (1, 0);
        """,
        [
          "INSERT INTO event (name) VALUES ('one');\nUPDATE reader SET place = (SELECT max(place) FROM event) WHERE id = 1;",
          "BEGIN;\nINSERT INTO event (name) VALUES ('two');\nCOMMIT;",
        ],
        finding: "SELECT name FROM event, reader WHERE name = 'two' AND event.place < reader.place;")
    }
    + each(["now()", "CURRENT_TIMESTAMP", "transaction_timestamp()", "LOCALTIMESTAMP"]) {
      time in
      Loss(
        "a transaction's time is its BEGIN's, and a row's may be earlier than that of the row before it",
        """
        CREATE TABLE draft (id int PRIMARY KEY, version int NOT NULL);
        INSERT INTO draft VALUES (1, 0);
        CREATE TABLE history (version int PRIMARY KEY, at timestamptz NOT NULL DEFAULT \(time));
        """,
        (1...2).map { _ in
          """
          BEGIN;
          UPDATE draft SET version = version + 1 WHERE id = 1 RETURNING version AS v \\gset
          INSERT INTO history (version) VALUES (:v);
          COMMIT;
          """
        }, finding: "SELECT a.at FROM history a JOIN history b ON a.version < b.version AND a.at > b.at;")
    }

  static let moments = each(["clock_timestamp()", "statement_timestamp()", "now()"]) { time in
    Loss(
      "who writes first writes the earlier time, whoever commits first",
      "CREATE TABLE visit (who text PRIMARY KEY, at timestamptz NOT NULL DEFAULT \(time));",
      [
        "BEGIN;\nINSERT INTO visit (who) VALUES ('one');\nCOMMIT;\nSELECT count(*) AS n FROM visit \\gset\n\\say :n",
        "BEGIN;\nINSERT INTO visit (who) VALUES ('two');\nCOMMIT;",
      ],
      finding:
        "SELECT a.at FROM visit a JOIN visit b ON a.who = 'two' AND b.who = 'one' AND a.at < b.at, calls c WHERE c.said[1] = '1';"
    )
  }

  static let keys = [
    ("UNIQUE (low)", ""), ("UNIQUE (low) DEFERRABLE INITIALLY IMMEDIATE", ""),
    ("CHECK (true)", "CREATE UNIQUE INDEX ON login (lower(name));"),
    ("CHECK (true)", "CREATE UNIQUE INDEX ON login (low) WHERE low = 'x';"),
    ("EXCLUDE USING btree (low WITH =)", ""),
  ].map { constraint, index in
    Loss(
      "two names are one in a key that no statement names: \(constraint) \(index)",
      """
      CREATE TABLE login (id int PRIMARY KEY, name text NOT NULL, low text GENERATED ALWAYS AS (lower(name)) STORED, \(constraint));
      INSERT INTO login VALUES (1, 'a'), (2, 'b');
      \(index)
      """,
      [
        "UPDATE login SET name = 'X' WHERE id = 1;",
        "\\try 23\nUPDATE login SET name = 'x' WHERE id = 2;\n\\catch\n\\say taken\n\\endtry",
      ],
      finding: "SELECT id FROM login WHERE id = 2 AND low = 'x';")
  }

  static let timeouts = each([
    "SET lock_timeout = '50ms';", "SELECT set_config('lock_timeout', '50ms', false);",
    "SET lock_timeout TO 50;",
    "SET statement_timeout = '50ms';",
  ]) { setting in
    Loss(
      "who waits may wait too long",
      "CREATE TABLE door (id int PRIMARY KEY, v int NOT NULL);\nINSERT INTO door VALUES (1, 0);",
      [
        "BEGIN;\nUPDATE door SET v = v + 1 WHERE id = 1;\n\\sleep 200ms\nCOMMIT;",
        "\(setting)\nUPDATE door SET v = v + 1 WHERE id = 1;",
      ])
  }
}
