import ContendModel
import ContendPostgres

/// What the clients of a variant run, and `\\finally` after them, as far as texts show it.
struct Program {
  private let statements: [Statement]
  private let swiftBodies: [SwiftBody]
  private let isolation: IsolationLevel?
  private let statementsChangeSchema: Bool

  init(_ variant: Variant, in scenario: Scenario) {
    let bodies = variant.roles.map(\.body) + [variant.finally ?? scenario.finally]
    var statements: [Statement] = []
    for body in bodies { body.forEachStatement { statements.append($0) } }
    self.statements = statements
    swiftBodies = bodies.flatMap(\.swiftBodies)
    isolation = variant.conditions.isolation
    statementsChangeSchema = statements.contains(where: \.changesSchema)
  }

  /// What its statements are is known only once they are run.
  var isInSwift: Bool { !swiftBodies.isEmpty }

  /// What stands in its statements, without the values that are spliced in.
  var texts: [String] { statements.flatMap(\.sql.texts) }

  /// Its statements change more than rows; of programs in Swift, as far as that was met.
  var changesSchema: Bool { statementsChangeSchema || swiftBodies.contains { $0.met.changesSchema } }

  /// It may end sessions, its own or those of other clients; of programs in Swift, as far as that was met.
  func endsSessions(_ schema: SchemaTexts) -> Bool {
    let code = texts + schema.reachable(from: texts).map(\.source)
    return swiftBodies.contains { $0.met.endsSessions } || code.contains(where: \.endsSessions)
  }

  /// Some of its transactions are SERIALIZABLE; of programs in Swift, as far as that was met.
  var isSerializable: Bool {
    isolation == .serializable || statements.contains { $0.isolationLevels.contains(.serializable) }
      || swiftBodies.contains { $0.met.levels.contains(.serializable) }
  }
}

extension String {
  /// It names the function that ends sessions.
  var endsSessions: Bool { lowercased().contains("pg_terminate_backend") }
}
