package import ContendModel
package import ContendPostgres

/// The state that every round and every schedule begins with: made once, then restored.
///
/// Rows and sequences are put back where the variant leaves the schema alone; where its clients change
/// that, everything is dropped and made again.
package final class Seed {
  private let scenario: Scenario
  private let variant: Variant
  private let database: Database
  private let judge: Judge
  /// The statements of the variant's clients create, alter or drop something.
  private let statementsChangeSchema: Bool
  private let swiftBodies: [SwiftBody]
  /// The variant's clients create, alter or drop something; of programs in Swift that is met on the way.
  var changesSchema: Bool { statementsChangeSchema || swiftBodies.contains { $0.met.changesSchema } }

  init(_ scenario: Scenario, _ variant: Variant, in database: Database, by judge: Judge) {
    self.scenario = scenario
    self.variant = variant
    self.database = database
    self.judge = judge
    let bodies = variant.roles.map(\.body) + [variant.finally ?? scenario.finally]
    statementsChangeSchema = bodies.contains(where: \.changesSchema)
    swiftBodies = bodies.flatMap(\.swiftBodies)
  }

  /// Runs the set-up and the variant's migration; from then on no statement may take longer than `limit`.
  ///
  /// Throws a `Diagnostic` if one of their statements fails, `SQLFailure` if the server does.
  func make(limit: Duration) async throws {
    try await prepare()
    try await judge.createCalls()
    try await judge.limitStatements(to: limit)
    if !changesSchema { try await database.keepAsSeed() }
  }

  /// - Parameter connections: whose temporary tables are part of the state.
  func restore(for connections: [Connection]) async throws {
    guard changesSchema else { return try await database.reset() }
    for connection in connections where connection.isUsable {
      try await connection.batch("DISCARD TEMP").get()
    }
    try await database.dropEverything()
    try await prepare()
  }

  private func prepare() async throws {
    try await judge.prepare(scenario.setup)
    try await judge.prepare(variant.migration)
  }
}

extension Seed {
  /// Runs the set-up and a variant's migration in a database in which nothing else will run.
  ///
  /// Throws as `make` does.
  package static func plant(
    _ scenario: Scenario, _ variant: Variant, in database: Database, on loop: EventLoop
  ) async throws {
    var base = Variables(count: scenario.symbols.count)
    for parameter in scenario.parameters { base[parameter.variable] = parameter.value }
    let settings = database.clientSettings(isolation: variant.conditions.isolation)
    let judge = try await Judge(scenario, variant, base: base, settings: settings, on: loop)
    defer { judge.connection.close() }
    try await Seed(scenario, variant, in: database, by: judge).prepare()
  }
}

extension [Step] {
  var changesSchema: Bool {
    var found = false
    forEachStatement { found = found || $0.changesSchema }
    return found
  }
}

extension Statement {
  /// It creates, alters or drops something other than rows.
  var changesSchema: Bool { sql.texts.first?.changesSchema ?? false }
}

extension String {
  var changesSchema: Bool {
    let word = drop { !$0.isLetter }.prefix { $0.isLetter }.lowercased()
    return ["create", "alter", "drop", "grant", "revoke", "comment", "reindex"].contains(word)
  }
}
