/// A statement that touches no row, and what it is told by in a mismatch.
struct RichPassing: Sendable {
  let trait: String?
  let text: String

  init(_ trait: String?, _ text: String) {
    self.trait = trait
    self.text = text
  }

  /// Between transactions.
  static let outside = [
    RichPassing("set", "SET work_mem = '2MB';"),
    RichPassing("set", "SELECT set_config('work_mem', '3MB', false);"),
    RichPassing("reset", "RESET work_mem;"),
    RichPassing("reset", "RESET ALL;"),
    RichPassing("show", "SHOW default_transaction_isolation \\gset\n\\say :default_transaction_isolation"),
    RichPassing("discard", "DISCARD PLANS;"),
    RichPassing(
      "session level", "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ;"),
    RichPassing("session level", "SET default_transaction_isolation = 'serializable';"),
    RichPassing(
      "session level", "SELECT set_config('default_transaction_isolation', 'repeatable read', false);"),
    RichPassing("session level", "RESET default_transaction_isolation;"),
  ]

  /// In a transaction, wherever it has come to.
  static let inside = [
    RichPassing("set", "SET work_mem = '2MB';"),
    RichPassing("set local", "SET LOCAL work_mem = '2MB';"),
    RichPassing("set local", "SELECT set_config('work_mem', '3MB', true);"),
    RichPassing("reset", "RESET work_mem;"),
    RichPassing("show", "SHOW transaction_isolation \\gset\n\\say :transaction_isolation"),
    RichPassing("savepoint", "SAVEPOINT here;\nRELEASE here;"),
    RichPassing("savepoint", "SAVEPOINT here;"),
    RichPassing("set time-out", "SET LOCAL lock_timeout = '50ms';"),
    RichPassing("set time-out", "SELECT set_config('lock_timeout', '50ms', true);"),
  ]

  static let timeouts = [
    "SET lock_timeout = '50ms';", "SET statement_timeout = '80ms';",
    "SELECT set_config('lock_timeout', '50ms', false);", "SET SESSION lock_timeout TO 50;",
  ]

  /// The ways to begin a transaction at a level of its own.
  static let leveled = IsolationWord.allCases.flatMap { word in
    [
      RichPassing("level of BEGIN", "BEGIN ISOLATION LEVEL \(word.rawValue);"),
      RichPassing("level of BEGIN", "START TRANSACTION ISOLATION LEVEL \(word.rawValue), READ WRITE;"),
      RichPassing("level of SET", "BEGIN;\nSET TRANSACTION ISOLATION LEVEL \(word.rawValue);"),
      RichPassing(
        "level of SET", "BEGIN;\nSET LOCAL transaction_isolation = '\(word.rawValue.lowercased())';"),
    ]
  }

  enum IsolationWord: String, CaseIterable {
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
  }
}
