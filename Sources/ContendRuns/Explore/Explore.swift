import ContendExecution
import ContendModel
import ContendPostgres
package import ContendReport

/// Every interleaving of one variant, within the scope that the scenario states.
package struct Explore: Sendable {
  package var file: ScenarioFile
  package var variantName: String
  package var options: RunOptions

  package init(_ file: ScenarioFile, variant: String, options: RunOptions) {
    self.file = file
    variantName = variant
    self.options = options
  }

  /// Returns what it has when it is stopped or its budget ends. Throws as `Prove.run` does.
  package func run() async throws -> ResultDocument {
    try await options.pulsing { options in
      try await file.run(options) { file in
        var exploration = self
        exploration.file = file
        exploration.options = options
        return try await exploration.runAsItIs()
      }
    }
  }

  private func runAsItIs() async throws -> ResultDocument {
    let scenario = file.scenario
    guard let variant = scenario.variant(named: variantName) else {
      throw ScenarioFault.noVariant(variantName, known: scenario.variants.map(\.name))
    }
    let connections = VariantExploration.connections(of: [variant], scenario, options)
    return try await onLoop(options.control) { loop in
      try await TestServer.with(options, connections: connections, on: loop) { server in
        let start = ContinuousClock.now
        options.progress(Progress(phase: "set-up", arms: [], budget: options.budget / .seconds(1)))
        let checked = try await options.control.untilStopped {
          try await SerialFaults.check(variant, of: file, options, on: server)
        }
        if let stuck = checked ?? nil {
          return try await document(variant, stuck, server, duration: start.duration(to: .now))
        }
        let explored = try await options.control.untilStopped {
          try await VariantExploration(
            scenario: scenario, variant: variant, options: options, server: server,
            deadline: start.advanced(by: options.budget)
          ).run()
        }
        guard checked != nil, let result = explored else {
          return try await ResultDocument(
            nothingOf: .explore, file, variant, options, on: server, since: start)
        }
        return try await document(result, server, duration: start.duration(to: .now))
      }
    }
  }

  private func document(
    _ result: ExploreResult, _ server: TestServer, duration: Duration
  ) async throws -> ResultDocument {
    let failures = result.failureSections
    let symptom = result.variant.kind == .buggy ? file.scenario.symptom : nil
    let control = ControlSection(
      variant: result.variant.name, title: result.variant.title, reproduced: result.state.failing > 0,
      expectedClass: result.variant.expectedFailure(in: file.scenario),
      anomaly: result.anomaly.map(AnomalySection.init),
      symptom: SymptomSection(symptom, failures, explored: result), failures: failures,
      notes: result.doubts + result.vacuity.map { "Vacuous: \($0)." },
      explore: ExploreSection(result))
    return ResultDocument(
      contend: contendVersion, command: .explore,
      scenario: try await ScenarioSection(file, options, on: server), seed: options.seed,
      server: server.section,
      control: control, exitCode: exitCode(result), interrupted: options.control.isStopped,
      duration: duration / .seconds(1))
  }

  /// Of a fix that waits for ever even where nobody is in its way.
  private func document(
    _ variant: Variant, _ stuck: StuckAlone, _ server: TestServer, duration: Duration
  ) async throws -> ResultDocument {
    ResultDocument(
      contend: contendVersion, command: .explore,
      scenario: try await ScenarioSection(file, options, on: server), seed: options.seed,
      server: server.section, control: ControlSection(variant, stuck, of: file.scenario),
      exitCode: options.control.isStopped ? 130 : 1, interrupted: options.control.isStopped,
      duration: duration / .seconds(1))
  }

  private func exitCode(_ result: ExploreResult) -> Int32 {
    if options.control.isStopped { return 130 }
    return result.state.failing > 0 ? 1 : result.isProof ? 0 : 2
  }
}
