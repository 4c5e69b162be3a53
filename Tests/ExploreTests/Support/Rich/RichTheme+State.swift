/// State that is no row: sequences, clocks, locks that are only tried, the server's own tables, sessions.
extension RichTheme {
  private static func ranks(_ table: String, _ key: String, _ value: String) -> String {
    "INSERT INTO told SELECT '\(table)', a.\(key), b.\(key) FROM \(table) a JOIN \(table) b ON a.\(value) < b.\(value);\n"
  }

  /// Positions beside a key of their own: what they are counts, and is no part of the compared state.
  static let sequences = RichTheme(
    name: "sequences",
    schema: """
      CREATE TABLE outbox (code text PRIMARY KEY, pos bigserial NOT NULL);
      CREATE TABLE relay (id int PRIMARY KEY, seen bigint NOT NULL);
      INSERT INTO relay VALUES (1, 0);
      CREATE TABLE line (code text PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY);
      CREATE SEQUENCE ticket;
      CREATE SEQUENCE roll CACHE 10;

      """,
    probed: ["outbox", "relay"],
    finish: ranks("outbox", "code", "pos") + ranks("line", "code", "n")
  ) { keys in
    let code = "\(keys.who)\(keys.number)"
    return [
      RichScene(
        reads: [
          told("SELECT coalesce(max(pos), 0) AS x FROM outbox"), told("SELECT count(*) AS x FROM outbox"),
        ],
        changes: [
          "INSERT INTO outbox (code) VALUES ('\(code)');",
          told("INSERT INTO outbox (code) VALUES ('\(code)') RETURNING pos AS x"),
          caught("INSERT INTO outbox (code) VALUES ('k');"),
          told(
            "UPDATE relay SET seen = (SELECT coalesce(max(pos), 0) FROM outbox) WHERE id = 1 RETURNING seen AS x"
          ),
        ]),
      RichScene(
        reads: [told("SELECT count(*) AS x FROM line")],
        changes: ["INSERT INTO line (code) VALUES ('\(code)');"]),
      RichScene(
        reads: [
          told("SELECT last_value AS x FROM ticket"), told("SELECT nextval('ticket') AS x"),
          caught(told("SELECT currval('ticket') AS x")),
        ],
        changes: [
          told("SELECT setval('ticket', \(keys.mark)) AS x"),
          "UPDATE plain SET v = nextval('ticket') WHERE id = \(keys.id);",
          told("SELECT nextval('roll') AS x"),
        ]),
    ]
  }

  static let clock = RichTheme(
    name: "clock",
    schema: "CREATE TABLE stamp (who text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());\n",
    probed: ["stamp"],
    finish: ranks("stamp", "who", "at") + "DELETE FROM stamp;\n"
  ) { keys in
    let who = "\(keys.who)\(keys.number)"
    return [
      RichScene(
        reads: [
          told("SELECT count(*) AS x FROM stamp WHERE at > now()"),
          told("SELECT count(*) AS x FROM stamp WHERE at < transaction_timestamp()"),
        ],
        changes: [
          "INSERT INTO stamp (who) VALUES ('\(who)');",
          "INSERT INTO stamp (who, at) VALUES ('\(who)', CURRENT_TIMESTAMP);",
          "INSERT INTO stamp (who, at) VALUES ('k', now()) ON CONFLICT (who) DO UPDATE SET at = now();",
        ]),
      RichScene(
        reads: [told("SELECT count(*) AS x FROM stamp WHERE at < statement_timestamp()")],
        changes: [
          "INSERT INTO stamp (who, at) VALUES ('\(who)', clock_timestamp());",
          "INSERT INTO stamp (who, at) VALUES ('\(who)', statement_timestamp());",
          counted("DELETE FROM stamp WHERE at < now()"),
        ]),
    ]
  }

  /// Locks that need not be got, and locks that outlive or do not reach their transaction's end.
  static let attempts = RichTheme(name: "attempts", schema: "") { keys in
    let (id, mark) = (keys.id, keys.mark)
    return [
      RichScene(
        reads: [
          told("SELECT pg_try_advisory_xact_lock(\(id)) AS x"),
          told("SELECT pg_try_advisory_xact_lock_shared(\(id)) AS x"),
        ],
        changes: [
          "SELECT pg_advisory_xact_lock(\(id));", "SELECT pg_advisory_xact_lock_shared(\(id));",
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
        ]),
      RichScene(
        reads: [
          told("SELECT pg_try_advisory_lock(\(id)) AS x"), told("SELECT pg_advisory_unlock(\(id)) AS x"),
        ],
        changes: [
          "SELECT pg_advisory_lock(\(id));\nUPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);\n\(told("SELECT pg_advisory_unlock(\(id)) AS x"))",
          "SELECT pg_advisory_unlock_all();",
        ]),
      RichScene(
        reads: [
          caught(told("SELECT v AS x FROM plain WHERE id = \(id) FOR UPDATE NOWAIT")),
          told("SELECT count(*) AS x FROM (SELECT id FROM plain WHERE id = \(id) FOR SHARE SKIP LOCKED) t"),
          told(
            "SELECT coalesce(sum(id), 0) AS x FROM (SELECT id FROM plain ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) t"
          ),
        ],
        changes: [
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
          "LOCK TABLE plain IN SHARE ROW EXCLUSIVE MODE;",
          caught("LOCK TABLE plain IN EXCLUSIVE MODE NOWAIT;"),
        ]),
    ]
  }

  /// What the server tells of others' transactions.
  static let serverState = RichTheme(
    name: "server state", schema: "",
    finish:
      "INSERT INTO told SELECT 'xmin', a.id::text, b.id::text FROM plain a JOIN plain b ON a.xmin::text::bigint < b.xmin::text::bigint;\n"
  ) { keys in
    let (id, mark) = (keys.id, keys.mark)
    let changes = [
      "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
      "UPDATE plain SET v = \(mark) WHERE id = \(3 - id);",
    ]
    return [
      RichScene(
        reads: [
          told(
            "SELECT count(*) AS x FROM pg_locks WHERE relation = 'plain'::regclass AND mode = 'RowExclusiveLock'"
          ),
          told(
            "SELECT count(*) AS x FROM pg_locks WHERE locktype = 'advisory' AND objid = \(id) AND granted"),
        ], changes: changes + ["SELECT pg_advisory_xact_lock(\(id));"]),
      RichScene(
        reads: [
          told("SELECT count(*) AS x FROM plain WHERE xmax <> 0"),
          told("SELECT count(DISTINCT xmin::text) AS x FROM plain"),
          told("SELECT v AS x FROM plain WHERE id = \(id) FOR SHARE"),
        ], changes: changes + ["SELECT pg_current_xact_id();"]),
    ]
  }

  /// Two statements that belong together, the second of which does not say what it does.
  static let handles = RichTheme(name: "handles", schema: "") { keys in
    let (id, name) = (keys.id, "h\(keys.number)")
    return [
      RichScene(
        reads: [
          caught(
            "DECLARE \(name) CURSOR FOR SELECT v AS x FROM plain ORDER BY id;\n\(told("FETCH FROM \(name)"))"),
          caught(
            "DECLARE \(name) CURSOR WITH HOLD FOR SELECT sum(v) AS x FROM plain;\n\(told("FETCH FROM \(name)"))"
          ),
          caught("SELECT id, v INTO TEMP \(name) FROM plain;\n\(told("SELECT sum(v) AS x FROM \(name)"))"),
          caught("PREPARE \(name) AS SELECT sum(v) AS x FROM plain;\n\(told("EXECUTE \(name)"))"),
        ],
        changes: [
          caught(
            "PREPARE \(name) AS UPDATE plain SET v = v * 3 + \(keys.mark) WHERE id = \(id);\nEXECUTE \(name);"
          ),
          "UPDATE plain SET v = v * 3 + \(keys.mark) WHERE id = \(id);",
        ])
    ]
  }

  static let channels = RichTheme(name: "channels", schema: "") { keys in
    [
      RichScene(
        reads: ["LISTEN news;", "LISTEN news;\n\\wait news", told("SELECT sum(v) AS x FROM plain")],
        changes: [
          "NOTIFY news;", "SELECT pg_notify('news', '\(keys.who)');", "UNLISTEN news;",
          "UPDATE plain SET v = v * 3 + \(keys.mark) WHERE id = \(keys.id);",
        ])
    ]
  }
}
