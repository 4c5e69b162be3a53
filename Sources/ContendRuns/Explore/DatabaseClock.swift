import ContendExecution
import ContendModel
import ContendPostgres

extension Variant {
  /// Whether something in the schema or the programs asks the database for the time.
  func readsClock(in scenario: Scenario) -> Bool {
    var statements = scenario.setup + migration
    for body in roles.map(\.body) + [finally ?? scenario.finally] {
      body.forEachStatement { statements.append($0) }
    }
    return statements.contains { $0.sql.texts.contains { $0.sqlWords.contains(where: \.isDatabaseClock) } }
  }
}
