import ContendExecution
import ContendModel
import ContendPostgres
package import ContendReport
import ContendVerdict

/// One variant under free-running load, round after round.
package struct Stress: Sendable {
  package var file: ScenarioFile
  package var variantName: String
  /// Nil: one, if a round lasts a time; else as many as the time limit has room for.
  package var rounds: Int?
  /// How long a round lasts; nil if the number of its calls ends it.
  package var duration: Duration?
  /// When no further round is begun; nil is 10 s, unless rounds or a duration say how much to run.
  package var limit: Duration?
  /// BEGIN travels with the statement after it.
  package var fusesBegin = false
  package var options: RunOptions

  package init(_ file: ScenarioFile, variant: String, options: RunOptions) {
    self.file = file
    variantName = variant
    self.options = options
  }

  /// Returns what it has when it is stopped. Throws as `Prove.run` does.
  package func run() async throws -> ResultDocument {
    try await options.pulsing { options in
      var stress = self
      stress.options = options
      return try await file.run(options) { [stress] in try await stress.run($0) }
    }
  }

  private func run(_ file: ScenarioFile) async throws -> ResultDocument {
    let scenario = file.scenario
    guard let variant = scenario.variant(named: variantName) else {
      throw ScenarioFault.noVariant(variantName, known: scenario.variants.map(\.name))
    }
    var load = StressLoad(scenario, options)
    load.duration = duration
    load.fusesBegin = fusesBegin
    return try await onLoop(options.control) { [load] loop in
      let connections = StressArm.connections(of: variant, clients: load.clients)
      return try await TestServer.with(options, connections: connections, on: loop) { server in
        let start = ContinuousClock.now
        options.progress(Progress(phase: "set-up", arms: [], budget: options.budget / .seconds(1)))
        let opened = try await options.control.untilStopped {
          try await Arms.open([variant], of: file, load, judgesStuckFixes: true, options, on: server)[0]
        }
        guard let arm = opened else {
          return try await ResultDocument(
            nothingOf: .stress, file, variant, options, on: server, since: start)
        }
        defer { arm.close() }
        if let stuck = StuckAlone(arm) {
          return try await document(variant, stuck, of: file, server, duration: start.duration(to: .now))
        }
        try await runRounds(arm, since: start)
        return try await document(arm, of: file, load, server, duration: start.duration(to: .now))
      }
    }
  }

  private func runRounds(_ arm: JudgedArm, since start: ContinuousClock.Instant) async throws {
    let deadline = (limit ?? defaultLimit).map { ContinuousClock.now.advanced(by: $0) }
    let rounds = rounds ?? (duration == nil ? .max : 1)
    let ticker = duration.map { _ in
      Ticker(every: .seconds(1), on: arm.arm.loop) { report(arm, since: start) }
    }
    defer { ticker?.stop() }
    while arm.tally.rounds < rounds, deadline.map({ .now < $0 }) ?? true, !options.control.isStopped {
      guard try await arm.runRound(control: options.control) != nil else { return }
      report(arm, since: start)
    }
  }

  private var defaultLimit: Duration? {
    if duration != nil { return nil }
    return rounds == nil ? .seconds(10) : options.budget
  }

  private func report(_ arm: JudgedArm, since start: ContinuousClock.Instant) {
    let total = limit ?? duration.map { $0 * (rounds ?? 1) } ?? defaultLimit ?? .zero
    options.progress(
      Progress(
        phase: "stress",
        arms: [.init(name: variantName, done: arm.tally.rounds, failed: arm.tally.failedRounds)],
        elapsed: start.duration(to: .now) / .seconds(1), budget: total / .seconds(1)))
  }

  private func document(
    _ arm: JudgedArm, of file: ScenarioFile, _ load: StressLoad, _ server: TestServer, duration: Duration
  ) async throws -> ResultDocument {
    let isInterrupted = options.isStopped
    let tally = arm.tally
    let traced = isInterrupted ? nil : try await TracedFailure.find(in: arm, options)
    let symptom = arm.variant.kind == .buggy ? file.scenario.symptom : nil
    let control = ControlSection(
      variant: arm.variant.name, title: arm.variant.title, reproduced: tally.failedRounds > 0,
      expectedClass: arm.variant.expectedFailure(in: file.scenario),
      anomaly: traced.map { AnomalySection($0.anomaly) },
      symptom: SymptomSection(symptom, arm.failureSections, stress: tally),
      blastRadius: BlastRadiusSection(arm), failures: arm.failureSections, notes: tally.loadNotes,
      stress: StressSection(
        tally, settings: load.section(rounds: rounds), counterexample: traced?.counterexample))
    return ResultDocument(
      contend: contendVersion, command: .stress,
      scenario: try await ScenarioSection(file, options, on: server), seed: options.seed,
      server: server.section,
      control: control, exitCode: exitCode(tally.failedRounds, tally.rounds), interrupted: isInterrupted,
      duration: duration / .seconds(1))
  }

  /// Of a fix that waits for ever even where nobody is in its way.
  private func document(
    _ variant: Variant, _ stuck: StuckAlone, of file: ScenarioFile, _ server: TestServer, duration: Duration
  ) async throws -> ResultDocument {
    ResultDocument(
      contend: contendVersion, command: .stress,
      scenario: try await ScenarioSection(file, options, on: server), seed: options.seed,
      server: server.section, control: ControlSection(variant, stuck, of: file.scenario),
      exitCode: options.isStopped ? 130 : 1, interrupted: options.isStopped,
      duration: duration / .seconds(1))
  }

  private func exitCode(_ failed: Int, _ rounds: Int) -> Int32 {
    if options.isStopped { return 130 }
    return failed > 0 ? 1 : rounds > 0 ? 0 : 2
  }
}
