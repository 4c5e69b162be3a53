import ContendChecking
import ContendExecution
import ContendModel
import ContendPostgres
package import ContendReport
import ContendVerdict

/// The main job: control and fixes side by side, and a verdict for each fix.
package struct Prove: Sendable {
  package var file: ScenarioFile
  /// Named by `--fix`; empty judges all fixes by what the scenario expects of them.
  package var fixNames: [String]
  package var options: RunOptions

  package init(_ file: ScenarioFile, fixNames: [String] = [], options: RunOptions) {
    self.file = file
    self.fixNames = fixNames
    self.options = options
  }

  /// Runs on a loop of its own; a stopped run returns what it has.
  ///
  /// Throws `ScenarioFault`, `ServerError`, or `SQLFailure` where the server failed the harness.
  package func run() async throws -> ResultDocument {
    try await file.run(options) { file in
      let scenario = file.scenario
      let fixes = try chosenFixes(of: scenario)
      guard let buggy = scenario.buggy else {
        throw Diagnostic(.error, at: scenario.location, "there is no \\variant buggy")
      }
      let load = StressLoad(scenario, options)
      let connections = StressArm.connections(clients: load.clients) * (fixes.count + 1)
      return try await onLoop { loop in
        try await TestServer.with(options, connections: connections, on: loop) { server in
          try await judge([buggy] + fixes, of: file, load, on: server)
        }
      }
    }
  }

  private func chosenFixes(of scenario: Scenario) throws(ScenarioFault) -> [Variant] {
    let all = scenario.fixes
    for name in fixNames where !all.contains(where: { $0.name == name }) {
      throw .noVariant(name, known: all.map(\.name))
    }
    return fixNames.isEmpty ? all : all.filter { fixNames.contains($0.name) }
  }

  private func judge(
    _ variants: [Variant], of file: ScenarioFile, _ load: StressLoad, on server: TestServer
  ) async throws -> ResultDocument {
    let start = ContinuousClock.now
    let arms = try await Arms.open(variants, of: file, load, options, on: server)
    defer { for arm in arms { arm.close() } }
    let campaign = StressCampaign(
      control: arms[0], fixes: Array(arms.dropFirst()), options: options,
      deadline: start.advanced(by: options.budget))
    try await campaign.run()
    let traced = options.control.isStopped ? nil : try await TracedFailure.find(in: arms[0], options)
    return try await ProveResult(
      file: file, load: load, options: options, campaign: campaign, traced: traced,
      judgesByExpectation: fixNames.isEmpty
    ).document(server: server, duration: start.duration(to: .now))
  }
}
