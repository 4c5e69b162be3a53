/// What words of SQL and names of PostgreSQL's own functions say, whatever the schema.
struct KeywordHazards: Sendable {
  private let stateful: Set<String>

  init(stateful: Set<String>) { self.stateful = stateful }

  /// - Parameter words: in order, as `WordReader` gives them.
  func hazards(of words: [String]) -> Hazards {
    var found: Hazards = []
    for index in words.indices {
      let word = words[index]
      guard word.first?.isLetter == true || word == "_" else { continue }
      found.formUnion(hazards(of: word))
      found.formUnion(
        Self.hazards(
          of: word, after: index > 0 ? words[index - 1] : WordReader.boundary,
          before: index + 1 < words.count ? words[index + 1] : WordReader.boundary))
    }
    if found.contains(.definition), !Self.code.isDisjoint(with: words) { found.insert(.newCode) }
    return found
  }

  private func hazards(of word: String) -> Hazards {
    if let known = Self.known[word] { return known }
    if word.hasPrefix("pg_try_advisory") {
      return word.contains("_xact_") ? [.untraceable, .skips] : [.untraceable, .skips, .session]
    }
    if word.hasPrefix("pg_advisory_unlock") { return [.untraceable, .session] }
    if word.hasPrefix("pg_") || stateful.contains(word) { return .untraceable }
    return []
  }

  /// What a word means by where it stands.
  private static func hazards(of word: String, after previous: String, before next: String) -> Hazards {
    let beginsStatement = startsOfStatements.contains(previous)
    switch word {
    // RAISE EXCEPTION catches nothing.
    case "exception": return previous == "raise" ? [] : .untraceable
    case "set": return beginsStatement && !transactional.contains(next) ? .session : []
    case "hold": return previous == "with" ? .session : []
    case "locked": return previous == "skip" ? .skips : []
    case "age": return next == "(" ? .clock : []
    case "create", "alter", "drop", "import":
      guard beginsStatement else { return [] }
      // Nobody else has what is temporary.
      return next.hasPrefix("temp") ? [.untraceable, .session] : [.untraceable, .session, .definition]
    case "refresh", "grant", "revoke", "comment", "reindex", "cluster", "vacuum", "analyze", "security",
      "reassign":
      return beginsStatement ? [.untraceable, .session] : []
    case "copy", "do", "call": return beginsStatement ? [.untraceable, .ownCode] : []
    default: return []
    }
  }

  /// What stands before the first word of a statement, in a body too.
  private static let startsOfStatements: Set<String> = [
    WordReader.boundary, ";", "begin", "then", "else", "loop",
  ]

  /// What a definition has in it that brings code into play.
  private static let code: Set<String> = [
    "aggregate", "cast", "check", "default", "domain", "extension", "foreign", "function", "generated",
    "inherit", "inherits", "language", "operator", "owned", "partition", "policy", "procedure", "routine",
    "row", "rule", "schema", "search_path", "trigger", "type", "view",
  ]

  /// SET LOCAL, SET TRANSACTION and SET CONSTRAINTS end with the transaction.
  private static let transactional: Set<String> = ["local", "transaction", "constraints"]

  private static let known: [String: Hazards] = {
    var known: [String: Hazards] = [:]
    func add(_ words: String, _ hazards: Hazards) {
      for word in words.split(separator: " ") { known[String(word), default: []].formUnion(hazards) }
    }
    add(
      "pg_catalog pg_temp pg_typeof pg_backend_pid pg_collation_for pg_get_serial_sequence pg_column_size", []
    )
    add("random gen_random_uuid random_normal uuidv4 uuidv7 current_setting", [])
    add("suppress_redundant_updates_trigger tsvector_update_trigger tsvector_update_trigger_column", [])
    add("pg_advisory_xact_lock pg_advisory_xact_lock_shared", .lockFunction)
    add("pg_advisory_lock pg_advisory_lock_shared", [.lockFunction, .session])
    add("nowait", .skips)
    add("pg_sleep pg_sleep_for pg_sleep_until", .sleeps)
    add(
      "now current_timestamp transaction_timestamp localtimestamp current_date current_time localtime today "
        + "tomorrow yesterday", .clock)
    add("clock_timestamp statement_timestamp timeofday uuidv7 pg_sleep_until", [.clock, .movingClock])
    add("nextval setval", .sequence)
    add("currval lastval set_config temp temporary deallocate", .session)
    add("setseed load", [.session, .lastingSession])
    add("set_config", .session)
    add("listen unlisten notify pg_notify discard prepare prepared execute", [.untraceable, .session])
    add("execute", .ownCode)
    add("information_schema xmin xmax cmin cmax ctid", .untraceable)
    add(
      "lock_timeout statement_timeout idle_in_transaction_session_timeout transaction_timeout "
        + "idle_session_timeout", .timeOuts)
    add("isolation transaction_isolation default_transaction_isolation characteristics", .isolation)
    return known
  }()
}
