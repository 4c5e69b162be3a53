import ContendModel

extension Variant {
  /// Whether something in the schema or the programs asks the database for the time.
  func readsClock(in scenario: Scenario) -> Bool {
    var statements = scenario.setup + migration
    for body in roles.map(\.body) + [finally ?? scenario.finally] {
      body.forEachStatement { statements.append($0) }
    }
    return statements.contains { $0.sql.texts.contains(where: \.namesClock) }
  }
}

/// Functions of PostgreSQL that tell the time of the transaction, the statement or the moment.
private let databaseClocks: Set<Substring> = [
  "now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday", "current_timestamp",
  "current_time", "current_date", "localtimestamp", "localtime",
]

extension String {
  fileprivate var namesClock: Bool {
    lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains(where: databaseClocks.contains)
  }
}
