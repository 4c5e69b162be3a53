/// What the schema does besides what a statement says.
extension RichTheme {
  static let triggers = RichTheme(
    name: "triggers",
    schema: """
      CREATE TABLE audited (id int PRIMARY KEY, v int NOT NULL);
      INSERT INTO audited VALUES (1, 1), (2, 2);
      CREATE TABLE tally (n int NOT NULL);
      INSERT INTO tally VALUES (0);
      CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE plain SET v = v * 2 + NEW.v WHERE id = NEW.id; RETURN NEW; END $$;
      CREATE FUNCTION tally() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE tally SET n = n + 1; RETURN NULL; END $$;
      CREATE FUNCTION known() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT n FROM tally) > 0 THEN RAISE EXCEPTION 'closed'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER audit AFTER UPDATE ON audited FOR EACH ROW EXECUTE FUNCTION audit();
      CREATE TRIGGER tally AFTER DELETE ON audited FOR EACH STATEMENT EXECUTE FUNCTION tally();
      CREATE TRIGGER known BEFORE INSERT ON audited FOR EACH ROW EXECUTE FUNCTION known();

      """,
    probed: ["plain", "audited", "tally"]
  ) { keys in
    let (id, mark) = (keys.id, keys.mark)
    return [
      RichScene(
        reads: [
          told("SELECT sum(v) AS x FROM plain"), told("SELECT v AS x FROM plain WHERE id = \(id) FOR SHARE"),
        ],
        changes: [
          "UPDATE audited SET v = v * 3 + \(mark) WHERE id = \(id);",
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
        ]),
      RichScene(
        reads: [
          told("SELECT n AS x FROM tally"), caught("INSERT INTO audited (id, v) VALUES (3, \(mark));"),
        ],
        changes: [
          counted("DELETE FROM audited WHERE id = \(id)"), counted("DELETE FROM audited WHERE id = 9"),
          "UPDATE tally SET n = n - 1;",
          caught("INSERT INTO audited (id, v) VALUES (\(keys.other), \(mark));"),
        ]),
    ]
  }

  static let rules = RichTheme(
    name: "views and rules",
    schema: """
      CREATE VIEW few AS SELECT id, v FROM plain WHERE v < 5 WITH CHECK OPTION;
      CREATE TABLE ruled (id int PRIMARY KEY, v int NOT NULL);
      INSERT INTO ruled VALUES (1, 1), (2, 2);
      CREATE RULE also AS ON UPDATE TO ruled DO ALSO UPDATE plain SET v = v * 3 + NEW.v WHERE id = NEW.id;
      CREATE RULE rather AS ON DELETE TO ruled DO INSTEAD UPDATE plain SET v = 0 WHERE id = OLD.id;

      """,
    probed: ["plain", "ruled"]
  ) { keys in
    let (id, mark) = (keys.id, keys.mark)
    return [
      RichScene(
        reads: [told("SELECT count(*) AS x FROM few"), told("SELECT coalesce(sum(v), 0) AS x FROM few")],
        changes: [
          caught(counted("UPDATE few SET v = v + 3 WHERE id = \(id)")),
          counted("DELETE FROM few WHERE id = \(id)"), "UPDATE plain SET v = v + 2 WHERE id = \(id);",
          caught("INSERT INTO few (id, v) VALUES (\(keys.other), 1);"),
        ]),
      RichScene(
        reads: [told("SELECT sum(v) AS x FROM plain"), told("SELECT sum(v) AS x FROM ruled")],
        changes: [
          "UPDATE ruled SET v = v * 3 + \(mark) WHERE id = \(id);",
          counted("DELETE FROM ruled WHERE id = \(id)"),
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
        ]),
    ]
  }

  /// A schema that is another one afterwards: rows meet that did not before.
  static let definitions = RichTheme(name: "definitions", schema: "") { keys in
    let row = keys.who == "a" ? 1 : 2
    return [
      RichScene(
        reads: [
          told("SELECT count(*) AS x FROM plain WHERE v = 5"),
          caught("UPDATE plain SET v = 5 WHERE id = \(row);"),
        ],
        changes: [
          caught("CREATE UNIQUE INDEX v_\(keys.who)\(keys.number) ON plain (v);"),
          caught("ALTER TABLE plain ADD CHECK (v < \(keys.other + 4));"),
          caught("UPDATE plain SET v = 5 WHERE id = \(row);"),
          caught("INSERT INTO plain (id, v) VALUES (\(keys.mark), 5);"),
        ])
    ]
  }

  /// Keys that an assignment does not name.
  static let keys = RichTheme(
    name: "hidden keys",
    schema: """
      CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, low text GENERATED ALWAYS AS (lower(email)) STORED UNIQUE);
      INSERT INTO users VALUES (1, 'a'), (2, 'b');
      CREATE TABLE duty (id int PRIMARY KEY, who int NOT NULL, live boolean NOT NULL);
      CREATE UNIQUE INDEX ON duty (who) WHERE live;
      INSERT INTO duty VALUES (1, 1, false), (2, 1, false);
      CREATE TABLE names (id int PRIMARY KEY, name text NOT NULL);
      CREATE UNIQUE INDEX ON names (lower(name));
      INSERT INTO names VALUES (1, 'a'), (2, 'b');

      """,
    probed: ["users", "duty", "names"]
  ) { keys in
    let row = keys.who == "a" ? 1 : 2
    return [
      RichScene(
        reads: [told("SELECT count(*) AS x FROM users WHERE low = 'x'")],
        changes: [
          caught("UPDATE users SET email = '\(row == 1 ? "X" : "x")' WHERE id = \(row);"),
          caught("UPDATE users SET email = 'a' WHERE id = \(row);"),
          caught("INSERT INTO users (id, email) VALUES (3, 'X');"),
          counted("DELETE FROM users WHERE id = \(keys.id)"),
        ]),
      RichScene(
        reads: [told("SELECT count(*) AS x FROM duty WHERE live")],
        changes: [
          caught("UPDATE duty SET live = true WHERE id = \(row);"),
          "UPDATE duty SET live = false WHERE id = \(row);",
          caught("INSERT INTO duty (id, who, live) VALUES (\(keys.mark), 1, true);"),
        ]),
      RichScene(
        reads: [told("SELECT count(*) AS x FROM names WHERE lower(name) = 'n'")],
        changes: [
          caught("UPDATE names SET name = '\(row == 1 ? "N" : "n")' WHERE id = \(row);"),
          caught("INSERT INTO names (id, name) VALUES (\(keys.mark), 'N');"),
          counted("DELETE FROM names WHERE id = \(keys.id)"),
        ]),
    ]
  }

  static let ranges = RichTheme(
    name: "exclusion",
    schema: """
      CREATE TABLE slots (id int PRIMARY KEY, during int4range NOT NULL, EXCLUDE USING gist (during WITH &&));
      INSERT INTO slots VALUES (1, '[1,2)'), (2, '[4,5)');
      CREATE DOMAIN small AS int CHECK (VALUE < 4);
      CREATE TABLE domained (id int PRIMARY KEY, v small NOT NULL);
      INSERT INTO domained VALUES (1, 2), (2, 2);

      """,
    probed: ["slots", "domained"]
  ) { keys in
    let (id, row) = (keys.id, keys.who == "a" ? 1 : 2)
    return [
      RichScene(
        reads: [told("SELECT count(*) AS x FROM slots WHERE during && '[8,9)'")],
        changes: [
          caught("UPDATE slots SET during = '[\(7 + row),9)' WHERE id = \(row);"),
          caught("INSERT INTO slots (id, during) VALUES (\(keys.mark), '[8,9)');"),
          counted("DELETE FROM slots WHERE id = \(id)"),
        ]),
      RichScene(
        reads: [told("SELECT max(v) AS x FROM domained WHERE id = \(id)")],
        changes: [
          caught("UPDATE domained SET v = v + 1 WHERE id = \(id);"),
          "UPDATE domained SET v = v - 1 WHERE id = \(id);",
        ]),
    ]
  }

  static let cascades = RichTheme(
    name: "cascades",
    schema: """
      CREATE TABLE parent (id int PRIMARY KEY, n int NOT NULL);
      INSERT INTO parent VALUES (1, 0), (2, 0);
      CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent (id) ON DELETE CASCADE ON UPDATE CASCADE);
      CREATE TABLE orphan (id int PRIMARY KEY, parent_id int REFERENCES parent (id) ON DELETE SET NULL);
      INSERT INTO child VALUES (1, 1), (2, 2);
      INSERT INTO orphan VALUES (1, 1), (2, 2);

      """,
    probed: ["parent", "child", "orphan"]
  ) { keys in
    let (id, other) = (keys.id, keys.other)
    return [
      RichScene(
        reads: [told("SELECT count(*) AS x FROM child"), told("SELECT count(parent_id) AS x FROM orphan")],
        changes: [
          counted("DELETE FROM parent WHERE id = \(id)"),
          caught("UPDATE parent SET id = 4 WHERE id = \(id);"),
          caught("INSERT INTO child (id, parent_id) VALUES (\(keys.mark), \(id));"),
          caught("UPDATE child SET parent_id = \(other) WHERE id = \(id);"),
          counted("DELETE FROM child WHERE id = \(id)"),
          "UPDATE parent SET n = n * 3 + \(keys.mark) WHERE id = \(id);",
        ])
    ]
  }

  /// What COMMIT, or SET CONSTRAINTS, still has to check.
  static let deferred = RichTheme(
    name: "deferred",
    schema: """
      CREATE TABLE later (id int PRIMARY KEY, u int, UNIQUE (u) DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO later VALUES (1, 1), (2, 2);
      CREATE TABLE owed (id int PRIMARY KEY, later_id int NOT NULL REFERENCES later (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TABLE quota (n int NOT NULL);
      INSERT INTO quota VALUES (1);
      CREATE FUNCTION within() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT count(*) FROM owed) > (SELECT n FROM quota) THEN RAISE EXCEPTION 'too many'; END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER within AFTER INSERT ON owed DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION within();

      """,
    probed: ["later", "owed", "quota"]
  ) { keys in
    let id = keys.id
    return [
      RichScene(
        reads: [told("SELECT sum(u) AS x FROM later"), caught("SET CONSTRAINTS ALL IMMEDIATE;")],
        changes: [
          "UPDATE later SET u = 3 - u WHERE id = \(id);",
          "UPDATE later SET u = \(keys.other) WHERE id = \(id);",
          "INSERT INTO later (id, u) VALUES (\(keys.mark), \(keys.other));",
        ]),
      RichScene(
        reads: [told("SELECT count(*) AS x FROM owed"), caught("SET CONSTRAINTS ALL IMMEDIATE;")],
        changes: [
          "INSERT INTO owed (id, later_id) VALUES (\(keys.mark), \(id));",
          counted("DELETE FROM later WHERE id = \(id)"),
          "UPDATE quota SET n = 3 - n;", "SET CONSTRAINTS ALL DEFERRED;",
        ]),
    ]
  }
}
