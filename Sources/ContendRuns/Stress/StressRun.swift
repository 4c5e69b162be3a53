import ContendExecution
import ContendModel
import ContendPostgres
package import ContendReport
import ContendVerdict

/// One variant under free-running load, round after round.
package struct StressRun: Sendable {
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

  /// Returns what it has when it is stopped. Throws as `ProveRun.run` does.
  package func run() async throws -> ResultDocument {
    try await CommandRun.with(
      .stress, file, options,
      connections: { file in
        StressArm.connections(of: try file.variant(named: variantName), clients: load(of: file).clients)
      }, stress)
  }

  @Sendable private func stress(_ command: CommandRun) async throws -> ResultDocument {
    let variant = try command.file.variant(named: variantName)
    let load = load(of: command.file)
    command.progress("set-up")
    let opened = try await command.untilStopped {
      try await Arms.open([variant], load, judgesStuckFixes: true, in: command)[0]
    }
    guard let arm = opened else { return try await command.documentOfNothing(variant) }
    defer { arm.close() }
    if let stuck = StuckAlone(arm) { return try await command.document(variant, stuck) }
    try await runRounds(arm, in: command)
    let (failed, rounds) = (arm.tally.failedRounds, arm.tally.rounds)
    return try await command.document(
      try await control(arm, load, in: command), exitCode: failed > 0 ? 1 : rounds > 0 ? 0 : 2)
  }

  private func load(of file: ScenarioFile) -> StressLoad {
    var load = StressLoad(file.scenario, options)
    load.duration = duration
    load.fusesBegin = fusesBegin
    return load
  }

  private func runRounds(_ arm: JudgedArm, in command: CommandRun) async throws {
    let deadline = (limit ?? defaultLimit).map { ContinuousClock.now.advanced(by: $0) }
    let rounds = rounds ?? (duration == nil ? .max : 1)
    let ticker = duration.map { _ in
      Ticker(every: .seconds(1), on: arm.arm.loop) { report(arm, in: command) }
    }
    defer { ticker?.stop() }
    while arm.tally.rounds < rounds, deadline.map({ .now < $0 }) ?? true, !options.isStopped {
      guard try await arm.runRound(stopSignal: options.stopSignal) != nil else { return }
      report(arm, in: command)
    }
  }

  private var defaultLimit: Duration? {
    if duration != nil { return nil }
    return rounds == nil ? .seconds(10) : options.budget
  }

  private func report(_ arm: JudgedArm, in command: CommandRun) {
    let total = limit ?? duration.map { $0 * (rounds ?? 1) } ?? defaultLimit ?? .zero
    command.options.progress(
      Progress(
        phase: "stress",
        arms: [.init(name: variantName, done: arm.tally.rounds, failed: arm.tally.failedRounds)],
        elapsed: command.start.duration(to: .now) / .seconds(1), budget: total / .seconds(1)))
  }

  private func control(
    _ arm: JudgedArm, _ load: StressLoad, in command: CommandRun
  ) async throws -> ControlSection {
    let scenario = command.scenario
    let tally = arm.tally
    let traced = options.isStopped ? nil : try await TracedFailure.find(in: arm, options)
    let symptom = arm.variant.kind == .buggy ? scenario.symptom : nil
    return ControlSection(
      variant: arm.variant.name, title: arm.variant.title, reproduced: tally.failedRounds > 0,
      expectedClass: arm.variant.expectedFailure(in: scenario),
      anomaly: traced.map { AnomalySection($0.anomaly) },
      symptom: SymptomSection(symptom, arm.failureSections, stress: tally),
      blastRadius: BlastRadiusSection(arm), failures: arm.failureSections, notes: Sentences.loadNotes(tally),
      stress: StressSection(
        tally, settings: load.section(rounds: rounds), counterexample: traced?.counterexample))
  }
}
