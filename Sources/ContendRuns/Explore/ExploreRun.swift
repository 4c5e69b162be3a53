import ContendExecution
import ContendModel
import ContendPostgres
package import ContendReport

/// Every interleaving of one variant, within the scope that the scenario states.
package struct ExploreRun: Sendable {
  package var file: ScenarioFile
  package var variantName: String
  package var options: RunOptions

  package init(_ file: ScenarioFile, variant: String, options: RunOptions) {
    self.file = file
    variantName = variant
    self.options = options
  }

  /// Returns what it has when it is stopped or its budget ends. Throws as `ProveRun.run` does.
  package func run() async throws -> ResultDocument {
    try options.requireExplorable()
    return try await CommandRun.with(
      .explore, file, options,
      connections: { file in
        Exploration.connections(
          of: [try file.variant(named: variantName)], file.scenario, options)
      }, explore)
  }

  @Sendable private func explore(_ command: CommandRun) async throws -> ResultDocument {
    let variant = try command.file.variant(named: variantName)
    command.progress("set-up")
    let serial = try await command.untilStopped { try await SerialStage(command: command).run([variant]) }
    if let stuck = serial?[variant.name]?.stuck { return try await command.document(variant, stuck) }
    let explored = try await command.untilStopped {
      try await Exploration(
        scenario: command.scenario, variant: variant, options: command.options, server: command.server,
        deadline: command.deadline
      ).run()
    }
    guard serial != nil, let result = explored else { return try await command.documentOfNothing(variant) }
    return try await command.document(
      control(result, of: command.scenario), exitCode: result.state.failing > 0 ? 1 : result.isProof ? 0 : 2)
  }

  private func control(_ result: ExploreResult, of scenario: Scenario) -> ControlSection {
    let failures = result.failureSections
    let symptom = result.variant.kind == .buggy ? scenario.symptom : nil
    return ControlSection(
      variant: result.variant.name, title: result.variant.title, reproduced: result.state.failing > 0,
      expectedClass: result.variant.expectedFailure(in: scenario),
      anomaly: AnomalySection(result),
      symptom: SymptomSection(symptom, failures, explored: result), failures: failures,
      notes: result.doubts.map(options.sentences.text) + result.vacuity.map { "Vacuous: \($0)." },
      explore: ExploreSection(result, options.sentences))
  }
}
