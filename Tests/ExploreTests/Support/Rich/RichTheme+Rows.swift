/// Conflicts of rows, and statements that touch them in more ways than one.
extension RichTheme {
  static let rows = RichTheme(name: "rows", schema: "") { keys in
    let (id, other, mark) = (keys.id, keys.other, keys.mark)
    let reads = [
      told("SELECT max(v) AS x FROM plain WHERE id = \(id)"), told("SELECT sum(v) AS x FROM plain"),
      told("SELECT v AS x FROM plain WHERE id = \(id) FOR UPDATE"),
      told("SELECT v AS x FROM plain WHERE id = \(id) FOR SHARE"),
    ]
    return [
      RichScene(
        reads: reads,
        changes: [
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
          told("UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id) RETURNING v AS x"),
          "UPDATE plain SET v = :x + \(mark) WHERE id = \(id);",
        ]),
      RichScene(
        reads: reads + [told("SELECT count(*) AS x FROM plain WHERE v >= \(other)")],
        changes: [
          counted("UPDATE plain SET v = v + 1 WHERE v >= \(id)"),
          counted("DELETE FROM plain WHERE id = \(id)"),
          caught("INSERT INTO plain (id, v) VALUES (\(other), \(mark));"),
          "INSERT INTO plain (id, v) VALUES (\(id), 5) ON CONFLICT (id) DO UPDATE SET v = plain.v * 3 + \(mark);",
          "INSERT INTO plain SELECT 3, \(mark) WHERE NOT EXISTS (SELECT FROM plain WHERE v > 2);",
        ]),
      RichScene(
        reads: [reads[0], told("SELECT max(v) AS x FROM ledger WHERE id = \(id)")],
        changes: [
          "UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id);",
          "UPDATE ledger SET v = v * 3 + \(mark) WHERE id = \(id);",
          "UPDATE ledger SET v = :x + \(mark) WHERE id = \(id);",
        ]),
    ]
  }

  static let compound = RichTheme(name: "compound", schema: "", probed: ["plain", "ledger"]) { keys in
    let (id, mark) = (keys.id, keys.mark)
    return [
      RichScene(
        reads: [
          told("SELECT sum(p.v * l.v) AS x FROM plain p JOIN ledger l USING (id)"),
          told("SELECT (SELECT max(v) FROM ledger) - max(v) AS x FROM plain"),
          told(
            "SELECT v AS x FROM plain WHERE id = (SELECT min(id) FROM ledger WHERE v >= \(id)) FOR UPDATE"),
        ],
        changes: [
          "UPDATE plain SET v = l.v + \(mark) FROM ledger l WHERE l.id = plain.id AND plain.id = \(id);",
          "UPDATE plain SET v = (SELECT max(v) + \(mark) FROM ledger) WHERE id = \(id);",
          "INSERT INTO ledger SELECT id + 2, v + \(mark) FROM plain WHERE id = \(id) ON CONFLICT DO NOTHING;",
          told(
            "WITH w AS (UPDATE plain SET v = v * 3 + \(mark) WHERE id = \(id) RETURNING v) SELECT max(v) AS x FROM w"
          ),
          "MERGE INTO plain USING ledger l ON l.id = plain.id AND plain.id = \(id) WHEN MATCHED THEN UPDATE SET v = l.v * 3 + \(mark) WHEN NOT MATCHED THEN DO NOTHING;",
          "UPDATE ledger SET v = v * 3 + \(mark) WHERE id = \(id);",
          counted("DELETE FROM plain USING ledger l WHERE l.v > \(keys.other) AND l.id = plain.id"),
        ])
    ]
  }

  /// Locks of whole tables, and emptying one, which older snapshots see as well.
  static let tables = RichTheme(
    name: "tables",
    schema: """
      CREATE TABLE heap (id int PRIMARY KEY, v int NOT NULL);
      INSERT INTO heap VALUES (1, 1), (2, 2);

      """,
    probed: ["heap"]
  ) { keys in
    [
      RichScene(
        reads: [told("SELECT count(*) AS x FROM heap"), told("SELECT sum(v) AS x FROM heap")],
        changes: [
          "TRUNCATE heap;",
          counted("UPDATE heap SET v = v * 3 + \(keys.mark) WHERE id = \(keys.id)"),
          caught("INSERT INTO heap (id, v) VALUES (\(keys.other), \(keys.mark));"),
          "LOCK TABLE heap IN SHARE MODE;",
          caught("LOCK TABLE heap IN ACCESS EXCLUSIVE MODE NOWAIT;"),
        ])
    ]
  }

  static let partitions = RichTheme(
    name: "partitions",
    schema: """
      CREATE TABLE part (id int NOT NULL, v int NOT NULL, PRIMARY KEY (id)) PARTITION BY LIST (id);
      CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
      CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2, 3);
      INSERT INTO part VALUES (1, 1), (2, 2);
      CREATE TABLE base (id int, v int);
      CREATE TABLE derived () INHERITS (base);
      INSERT INTO derived VALUES (1, 1);

      """,
    probed: ["part", "derived"]
  ) { keys in
    let (id, other, mark) = (keys.id, keys.other, keys.mark)
    return [
      RichScene(
        reads: [told("SELECT sum(v) AS x FROM part"), told("SELECT max(v) AS x FROM part_\(id)")],
        changes: [
          "UPDATE part SET v = v * 3 + \(mark) WHERE id = \(id);",
          "UPDATE part_\(id) SET v = v * 3 + \(mark);",
          caught("UPDATE part SET id = \(other) WHERE id = \(id);"),
          caught("INSERT INTO part (id, v) VALUES (\(other), \(mark));"),
        ]),
      RichScene(
        reads: [told("SELECT sum(v) AS x FROM base"), told("SELECT max(v) AS x FROM derived")],
        changes: [
          "UPDATE derived SET v = v * 3 + \(mark);", "UPDATE base SET v = v * 3 + \(mark);",
          "INSERT INTO derived (id, v) VALUES (\(other), \(mark));",
        ]),
    ]
  }
}
