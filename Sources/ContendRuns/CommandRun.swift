import ContendExecution
import ContendModel
import ContendPostgres
import ContendReport
import ContendVerdict

/// One run of a command: what all commands that need a server have in common, and the envelope of what they
/// report.
struct CommandRun {
  let command: ResultDocument.Command
  /// With the profile and the parameters that are in force.
  let file: ScenarioFile
  let options: RunOptions
  let server: TestServer
  let start = ContinuousClock.now

  /// Runs `body` on an event loop of its own, with a server for as long as it takes.
  ///
  /// - Parameter connections: how many the run needs at once.
  /// Throws `ScenarioFault`, `ServerError`, or `SQLFailure` where the server failed the harness.
  static func with(
    _ command: ResultDocument.Command, _ file: ScenarioFile, _ options: RunOptions,
    connections: (ScenarioFile) throws -> Int,
    _ body: @escaping @Sendable (CommandRun) async throws -> ResultDocument
  ) async throws -> ResultDocument {
    try await options.pulsing { options in
      try await file.run(options) { file in
        let connections = try connections(file)
        return try await onLoop(options.stopSignal) { loop in
          try await TestServer.with(options, connections: connections, on: loop) { server in
            try await body(CommandRun(command: command, file: file, options: options, server: server))
          }
        }
      }
    }
  }

  var scenario: Scenario { file.scenario }
  var deadline: ContinuousClock.Instant { start.advanced(by: options.budget) }

  /// What `body` comes to; nil where it failed because the run was stopped.
  func untilStopped<Result>(_ body: () async throws -> Result) async throws -> Result? {
    try await options.stopSignal.untilStopped(body)
  }

  func progress(_ phase: String, _ arms: [Progress.Arm] = []) {
    options.progress(Progress(phase: phase, arms: arms, budget: options.budget / .seconds(1)))
  }

  /// The result; that of a run that was stopped says so.
  func document(
    _ control: ControlSection, fixes: [FixSection] = [], sweep: SweepSection? = nil, exitCode: Int32
  ) async throws -> ResultDocument {
    let isInterrupted = options.isStopped
    return ResultDocument(
      contend: contendVersion, command: command,
      scenario: try await ScenarioSection(file, options, on: server),
      seed: options.seed, server: server.section, control: control, fixes: fixes, sweep: sweep,
      exitCode: isInterrupted ? 130 : exitCode, interrupted: isInterrupted,
      duration: start.duration(to: .now) / .seconds(1))
  }

  /// The result where the run was stopped before it had anything to report.
  func documentOfNothing(_ variant: Variant, fixes: [Variant] = []) async throws -> ResultDocument {
    try await document(
      ControlSection(
        variant: variant.name, title: variant.title, reproduced: false,
        expectedClass: variant.expectedFailure(in: scenario)),
      fixes: fixes.map {
        FixSection(
          $0, FixVerdict(findings: [Finding(.inconclusive, .rounds(.stoppedEarly))]), options.sentences)
      }, exitCode: 130)
  }

  /// The result of a fix with a statement that waits for ever even where nobody is in its way.
  func document(_ variant: Variant, _ stuck: StuckAlone) async throws -> ResultDocument {
    try await document(ControlSection(variant, stuck, of: scenario, options.sentences), exitCode: 1)
  }
}
