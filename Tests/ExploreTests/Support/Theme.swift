import ContendModel

/// A kind of conflict and statements that run into it.
enum Theme: CaseIterable {
  case rows
  case predicates
  case triggers
  case foreignKeys
  case uniqueKeys
  case deferred
  case locks

  /// One or two, so that a program's statements meet.
  static func some(_ random: inout RandomStream) -> [Theme] {
    (0..<Int.random(in: 1...2, using: &random)).compactMap { _ in allCases.randomElement(using: &random) }
  }

  func statement(_ random: inout RandomStream) -> String {
    let id = Int.random(in: 1...2, using: &random)
    let other = Int.random(in: 1...3, using: &random)
    let templates = templates(id: id, other: other)
    return templates[Int.random(in: 0..<templates.count, using: &random)]
  }

  private func templates(id: Int, other: Int) -> [String] {
    switch self {
    case .rows: Self.rows(id, other)
    case .predicates: Self.predicates(id, other)
    case .triggers: Self.triggers(id, other)
    case .foreignKeys: Self.foreignKeys(id, other)
    case .uniqueKeys: Self.uniqueKeys(id, other)
    case .deferred: Self.deferred(id, other)
    case .locks: Self.locks(id, other)
    }
  }

  private static func told(_ query: String) -> String { "\(query) \\gset\n\\say :x" }
  private static func counted(_ change: String) -> String { "\(change);\n\\say :ROW_COUNT" }

  private static func rows(_ id: Int, _ other: Int) -> [String] {
    [
      told("SELECT max(v) AS x FROM plain WHERE id = \(id)"),
      told("SELECT sum(v) AS x FROM plain"),
      "UPDATE plain SET v = v + 1 WHERE id = \(id);",
      "UPDATE plain SET v = \(other) WHERE id = \(id);",
      counted("DELETE FROM plain WHERE id = \(id)"),
      "INSERT INTO plain VALUES (\(other), 0);",
      "INSERT INTO plain VALUES (\(other), 5) ON CONFLICT (id) DO UPDATE SET v = plain.v + 5;",
      counted("INSERT INTO plain VALUES (\(other), 5) ON CONFLICT DO NOTHING"),
    ]
  }

  private static func predicates(_ id: Int, _ other: Int) -> [String] {
    [
      counted("UPDATE plain SET v = v + 1 WHERE v >= \(id)"),
      counted("UPDATE plain SET v = 3 - v WHERE v = \(id)"),
      counted("DELETE FROM plain WHERE v > \(other)"),
      told("SELECT count(*) AS x FROM plain WHERE v >= \(other)"),
      "INSERT INTO plain SELECT 3, \(id) WHERE NOT EXISTS (SELECT FROM plain WHERE v > 2);",
      "UPDATE plain SET v = (SELECT max(v) + 1 FROM audited) WHERE id = \(id);",
    ]
  }

  private static func triggers(_ id: Int, _ other: Int) -> [String] {
    [
      "UPDATE audited SET v = v + 1 WHERE id = \(id);",
      told("SELECT v AS x FROM audited WHERE id = \(id)"),
      told("SELECT sum(v) AS x FROM plain"),
      "UPDATE plain SET v = v * 2 WHERE id = \(id);",
      counted("DELETE FROM plain WHERE id = \(id)"),
    ]
  }

  private static func foreignKeys(_ id: Int, _ other: Int) -> [String] {
    [
      "INSERT INTO child VALUES (\(other), \(id), 0);",
      "INSERT INTO child VALUES (2, \(other), 0);",
      counted("DELETE FROM parent WHERE id = \(id)"),
      counted("DELETE FROM child WHERE parent_id = \(id)"),
      "UPDATE parent SET n = n + 1 WHERE id = \(id);",
      "UPDATE child SET parent_id = \(id) WHERE id = 1;",
      told("SELECT count(*) AS x FROM child WHERE parent_id = \(id)"),
    ]
  }

  private static func uniqueKeys(_ id: Int, _ other: Int) -> [String] {
    [
      "UPDATE item SET v = v + 1 WHERE id = \(id);",
      "UPDATE item SET u = \(other) WHERE id = \(id);",
      "INSERT INTO item VALUES (\(other), \(other), 0);",
      "INSERT INTO item VALUES (3, \(other), 0);",
      counted("DELETE FROM item WHERE id = \(id)"),
      told("SELECT count(*) AS x FROM item WHERE u = \(other)"),
    ]
  }

  private static func deferred(_ id: Int, _ other: Int) -> [String] {
    [
      "UPDATE later SET u = 3 - u WHERE id = \(id);",
      "UPDATE later SET u = \(other) WHERE id = \(id);",
      "INSERT INTO later VALUES (3, \(other));",
      told("SELECT sum(u) AS x FROM later"),
    ]
  }

  private static func locks(_ id: Int, _ other: Int) -> [String] {
    [
      told("SELECT v AS x FROM plain WHERE id = \(id) FOR UPDATE"),
      told("SELECT v AS x FROM plain WHERE id = \(id) FOR SHARE"),
      told("SELECT v AS x FROM plain WHERE id = \(id) FOR UPDATE NOWAIT"),
      told("SELECT v AS x FROM plain WHERE id = \(id) FOR NO KEY UPDATE SKIP LOCKED"),
      told("SELECT v AS x FROM plain ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"),
      "UPDATE plain SET v = v + \(other) WHERE id = \(id);",
      "SELECT pg_advisory_xact_lock(\(id));",
      "SELECT pg_advisory_xact_lock_shared(\(id));",
      "LOCK TABLE plain IN SHARE ROW EXCLUSIVE MODE;",
    ]
  }
}
