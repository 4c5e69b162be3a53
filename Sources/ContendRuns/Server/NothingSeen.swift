import ContendModel
import ContendReport

extension ResultDocument {
  /// Of a run that was stopped before it had anything to report.
  init(
    nothingOf command: Command, _ file: ScenarioFile, _ variant: Variant, fixes: [Variant] = [],
    _ options: RunOptions, on server: TestServer, since start: ContinuousClock.Instant
  ) async throws {
    self.init(
      contend: contendVersion, command: command,
      scenario: try await ScenarioSection(file, options, on: server), seed: options.seed,
      server: server.section,
      control: ControlSection(
        variant: variant.name, title: variant.title, reproduced: false,
        expectedClass: variant.expectedFailure(in: file.scenario)),
      fixes: fixes.map {
        FixSection(
          name: $0.name, title: $0.title, verdict: .inconclusive, expected: $0.expected,
          expectedClass: $0.expectedClass, reasons: ["The run was stopped before it was judged."])
      },
      exitCode: 130, interrupted: true, duration: start.duration(to: .now) / .seconds(1))
  }
}
