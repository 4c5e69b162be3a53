import ContendExecution
import ContendModel
import ContendPostgres
package import ContendReport
import ContendVerdict

/// The curve of failure rate, latency and statements over a parameter, for several variants.
package struct ParameterSweep: Sendable {
  package var file: ScenarioFile
  /// Empty: the control and every fix.
  package var variantNames: [String]
  /// Values as `--param NAME=v1,v2` gives them; empty goes by the scenario's `\sweep`.
  package var swept: [(name: String, text: String)] = []
  /// Which `\sweep` of the scenario; nil is its first.
  package var over: String?
  /// Rounds of each variant at each value.
  package var rounds = ParameterSweep.defaultRounds
  package var options: RunOptions

  package static let defaultRounds = 20

  package init(_ file: ScenarioFile, variants: [String] = [], options: RunOptions) {
    self.file = file
    variantNames = variants
    self.options = options
  }

  /// Returns what it has when it is stopped or its budget ends.
  ///
  /// Throws `SweepAxis.Fault` where there is nothing to sweep, else as `Prove.run` does.
  package func run() async throws -> ResultDocument {
    try await file.run(options) { try await run($0) }
  }

  private func run(_ file: ScenarioFile) async throws -> ResultDocument {
    let axis = try SweepAxis.choose(swept: swept, over: over, in: file.scenario)
    let settings = try plans(over: axis, of: file)
    if over == nil, swept.isEmpty, file.scenario.sweeps.count > 1 {
      let others = file.scenario.sweeps.map(\.name).filter { $0 != axis.name }
      options.note("going over \(axis.name); --over \(others.joined(separator: " or ")) for the others")
    }
    let connections = settings.reduce(0) { $0 + $1.plan.connections }
    return try await onLoop(options.control) { loop in
      try await TestServer.with(options, connections: connections, on: loop) { server in
        let start = ContinuousClock.now
        let opened = try await options.control.untilStopped {
          try await Arms.open(settings.map(\.plan), of: file, options, on: server)
        }
        guard let arms = opened else {
          return try await ResultDocument(
            nothingOf: .sweep, file, settings[0].plan.variant, options, on: server, since: start)
        }
        defer { for arm in arms { arm.close() } }
        let points = zip(settings, arms).map {
          SweepCampaign.Point(value: $0.value, variant: $0.plan.variant, plan: $0.plan, arm: $1)
        }
        let campaign = SweepCampaign(
          points, rounds: rounds, options: options, start: start,
          deadline: start.advanced(by: options.budget))
        try await campaign.run()
        return try await document(campaign, axis, of: file, server, duration: start.duration(to: .now))
      }
    }
  }

  /// Every variant at every value, variant by variant.
  private func plans(
    over axis: SweepAxis, of file: ScenarioFile
  ) throws(ScenarioFault) -> [(value: Int, plan: ArmPlan)] {
    let load = StressLoad(file.scenario, options)
    var plans: [(value: Int, plan: ArmPlan)] = []
    for variant in try variants(of: file.scenario) {
      for (index, value) in axis.values.enumerated() {
        let (set, load) = try axis.setting(value, in: file, load)
        let variant = variant.sizingPool(by: set.scenario.parameterValues)
        plans.append((index, ArmPlan(variant: variant, scenario: set.scenario, load: load)))
      }
    }
    return plans
  }

  private func variants(of scenario: Scenario) throws(ScenarioFault) -> [Variant] {
    guard !variantNames.isEmpty else { return scenario.variants.filter { $0.kind != .before } }
    var chosen: [Variant] = []
    for name in variantNames.uniqued() {
      guard let variant = scenario.variant(named: name) else {
        throw .noVariant(name, known: scenario.variants.map(\.name))
      }
      chosen.append(variant)
    }
    return chosen
  }

  private func document(
    _ campaign: SweepCampaign, _ axis: SweepAxis, of file: ScenarioFile, _ server: TestServer,
    duration: Duration
  ) async throws -> ResultDocument {
    let isInterrupted = options.isStopped
    let sweep = SweepSection(campaign, axis)
    let arms = campaign.points.map(\.arm)
    let failed = arms.contains { $0.tally.failedRounds > 0 }
    return ResultDocument(
      contend: contendVersion, command: .sweep,
      scenario: try await ScenarioSection(file, options, on: server), seed: options.seed,
      server: server.section, control: control(campaign, file.scenario), sweep: sweep,
      exitCode: isInterrupted ? 130 : failed ? 1 : campaign.isComplete ? 0 : 2, interrupted: isInterrupted,
      duration: duration / .seconds(1))
  }

  /// The variant with the bug where it took part, else the first: what failed there, at any value.
  private func control(_ campaign: SweepCampaign, _ scenario: Scenario) -> ControlSection {
    let variants = campaign.points.map(\.variant)
    let variant = variants.first { $0.kind == .buggy } ?? variants[0]
    let arms = campaign.points.filter { $0.variant.name == variant.name }.map(\.arm)
    let sections = arms.flatMap(\.failureSections)
    return ControlSection(
      variant: variant.name, title: variant.title,
      reproduced: arms.contains { $0.tally.failedRounds > 0 }, expectedClass: scenario.expectedClass,
      failures: sections.map(\.kind).uniqued().compactMap { kind in
        FailureSection(
          adding: sections.filter { $0.kind == kind }, of: arms.reduce(0) { $0 + $1.tally.rounds })
      })
  }
}
