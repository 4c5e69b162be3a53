package import ContendModel
package import ContendPostgres

/// A scenario's set-up, without anything that runs in it.
package enum ScenarioSeed {
  /// Runs `\setup` and the variant's `\migration` as the scenario's role.
  ///
  /// Throws a `Diagnostic` if a statement fails, `SQLFailure` if the server does.
  package static func apply(
    _ scenario: Scenario, _ variant: Variant, to database: Database, on loop: EventLoop
  ) async throws {
    var base = Variables(count: scenario.symbols.count)
    for parameter in scenario.parameters { base[parameter.variable] = parameter.value }
    let settings = database.clientSettings(isolation: variant.conditions.isolation)
    let judge = try await Judge(scenario, variant, base: base, settings: settings, on: loop)
    defer { judge.connection.close() }
    try await judge.prepare(scenario.setup)
    try await judge.prepare(variant.migration)
  }
}
