import ContendExecution
import ContendModel
import ContendPostgres
package import ContendReport
import ContendVerdict

/// One variant under free-running load, round after round.
package struct Stress: Sendable {
  package var file: ScenarioFile
  package var variantName: String
  /// Nil: as many as the duration has room for.
  package var rounds: Int?
  package var duration: Duration?
  package var options: RunOptions

  package init(
    _ file: ScenarioFile, variant: String, rounds: Int?, duration: Duration?, options: RunOptions
  ) {
    self.file = file
    variantName = variant
    self.rounds = rounds
    self.duration = duration
    self.options = options
  }

  /// Returns what it has when it is stopped. Throws as `Prove.run` does.
  package func run() async throws -> ResultDocument {
    try await file.run(options) { try await run($0) }
  }

  private func run(_ file: ScenarioFile) async throws -> ResultDocument {
    let scenario = file.scenario
    guard let variant = scenario.variant(named: variantName) else {
      throw ScenarioFault.noVariant(variantName, known: scenario.variants.map(\.name))
    }
    let load = StressLoad(scenario, options)
    return try await onLoop { loop in
      let connections = StressArm.connections(clients: load.clients)
      return try await TestServer.with(options, connections: connections, on: loop) { server in
        let start = ContinuousClock.now
        let arm = try await Arms.open([variant], of: file, load, options, on: server)[0]
        defer { arm.close() }
        try await runRounds(arm, since: start)
        return try await document(arm, of: file, load, server, duration: start.duration(to: .now))
      }
    }
  }

  private func runRounds(_ arm: JudgedArm, since start: ContinuousClock.Instant) async throws {
    let limit = duration ?? (rounds == nil ? .seconds(10) : options.budget)
    let deadline = ContinuousClock.now.advanced(by: limit)
    while ContinuousClock.now < deadline, rounds.map({ arm.tally.rounds < $0 }) ?? true {
      guard try await arm.runRound(control: options.control) != nil else { return }
      options.progress(
        Progress(
          phase: "stress",
          arms: [.init(name: variantName, done: arm.tally.rounds, failed: arm.tally.failedRounds)],
          elapsed: start.duration(to: .now) / .seconds(1), budget: limit / .seconds(1)))
    }
  }

  private func document(
    _ arm: JudgedArm, of file: ScenarioFile, _ load: StressLoad, _ server: TestServer, duration: Duration
  ) async throws -> ResultDocument {
    let isInterrupted = options.isStopped
    let tally = arm.tally
    let traced = isInterrupted ? nil : try await TracedFailure.find(in: arm, options)
    let settings = StressSettingsSection(clients: load.clients, calls: load.calls, rounds: rounds)
    let control = ControlSection(
      variant: arm.variant.name, title: arm.variant.title, reproduced: tally.failedRounds > 0,
      expectedClass: file.scenario.expectedClass, anomaly: traced.map { AnomalySection($0.anomaly) },
      blastRadius: BlastRadiusSection(arm), failures: arm.failureSections,
      stress: StressSection(tally, settings: settings, counterexample: traced?.counterexample))
    return ResultDocument(
      contend: contendVersion, command: .stress,
      scenario: try await ScenarioSection(file, options, on: server), seed: options.seed,
      server: server.section,
      control: control, exitCode: exitCode(tally.failedRounds, tally.rounds), interrupted: isInterrupted,
      duration: duration / .seconds(1))
  }

  private func exitCode(_ failed: Int, _ rounds: Int) -> Int32 {
    if options.isStopped { return 130 }
    return failed > 0 ? 1 : rounds > 0 ? 0 : 2
  }
}
