package import ContendModel
package import ContendPostgres

/// The state that every round and every schedule begins with: made once, then restored.
///
/// Rows and sequences are put back where the variant leaves everything else alone; where its clients
/// change that, by themselves or through functions, everything is dropped and made again.
package final class Seed {
  private let scenario: Scenario
  private let variant: Variant
  private let database: Database
  private let judge: Judge
  /// What the variant's clients run.
  private let program: Program
  /// Functions of the schema that they may call create, alter or drop something.
  private var functionsChangeSchema = false
  /// The variant's clients create, alter or drop something; of programs in Swift that is met on the way.
  var changesSchema: Bool {
    program.changesSchema || functionsChangeSchema
  }
  /// The code in the schema, once it is made.
  private var texts = SchemaTexts()
  /// What the server may draw in a run.
  var draws: ServerDraws { ServerDraws(program, variant, in: scenario, texts) }

  init(_ scenario: Scenario, _ variant: Variant, in database: Database, by judge: Judge) {
    self.scenario = scenario
    self.variant = variant
    self.database = database
    self.judge = judge
    program = Program(variant, in: scenario)
  }

  /// Runs the set-up and the variant's migration.
  ///
  /// Throws a `Diagnostic` if one of their statements fails, `SQLFailure` if the server does.
  /// - Parameter exploring: the same schedule has to come to the same each time, which matters more than
  ///   how long a reset takes.
  func make(exploring: Bool = false) async throws {
    try await prepare()
    try await judge.createCalls()
    texts = try await SchemaTexts.read(on: database.maintenance)
    // What a program in Swift will call is not known yet: any function, then.
    functionsChangeSchema = texts.changesSchema(
      for: program.texts + (program.isInSwift ? texts.functions.map(\.name) : []))
    if !changesSchema { try await database.keepAsSeed(truncates: exploring && program.isSerializable) }
    if exploring { try await database.prepareForExploring(plansAnew: program.isSerializable) }
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

  /// What `body` comes to.
  ///
  /// Throws a `SessionLoss`, whatever that is, if a session of the program's clients was lost and nobody of
  /// the run has ended it.
  func unlessLost<Result>(_ sessions: ClientSessions, _ body: () async throws -> Result) async throws
    -> Result
  {
    let outcome: Result
    do {
      outcome = try await body()
    } catch {
      try sessions.check(program, texts)
      throw error
    }
    try sessions.check(program, texts)
    return outcome
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
    _ scenario: Scenario, _ variant: Variant, in database: Database, limit: StatementLimit, on loop: EventLoop
  ) async throws {
    var base = Variables(count: scenario.symbols.count)
    for parameter in scenario.parameters { base[parameter.variable] = parameter.value }
    let settings = database.clientSettings(isolation: variant.conditions.isolation)
    let judge = try await Judge(scenario, variant, base: base, settings: settings, limit: limit, on: loop)
    defer { judge.connection.close() }
    try await Seed(scenario, variant, in: database, by: judge).prepare()
  }
}
