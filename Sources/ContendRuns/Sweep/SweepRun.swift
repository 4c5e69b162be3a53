import ContendExecution
import ContendModel
import ContendPostgres
package import ContendReport
import ContendVerdict

/// The curve of failure rate, latency and statements over a parameter, for several variants.
package struct SweepRun: Sendable {
  package var file: ScenarioFile
  /// Empty: the control and every fix.
  package var variantNames: [String]
  /// Values as `--param NAME=v1,v2` gives them; empty goes by the scenario's `\sweep`.
  package var swept: [(name: String, text: String)] = []
  /// Which `\sweep` of the scenario; nil is its first.
  package var over: String?
  /// Rounds of each variant at each value.
  package var rounds = SweepRun.defaultRounds
  package var options: RunOptions

  package static let defaultRounds = 20

  package init(_ file: ScenarioFile, variants: [String] = [], options: RunOptions) {
    self.file = file
    variantNames = variants
    self.options = options
  }

  /// Returns what it has when it is stopped or its budget ends.
  ///
  /// Throws `SweepAxis.Fault` where there is nothing to sweep, else as `ProveRun.run` does.
  package func run() async throws -> ResultDocument {
    try await CommandRun.with(
      .sweep, file, options,
      connections: { file in
        try plans(over: axis(of: file), of: file).reduce(0) { $0 + $1.plan.connections }
      }, sweep)
  }

  @Sendable private func sweep(_ command: CommandRun) async throws -> ResultDocument {
    let axis = try axis(of: command.file)
    noteOthers(than: axis)
    let settings = try plans(over: axis, of: command.file)
    let opened = try await command.untilStopped {
      try await Arms.open(settings.map(\.plan), in: command)
    }
    guard let arms = opened else {
      return try await command.documentOfNothing(settings[0].plan.variant)
    }
    defer { for arm in arms { arm.close() } }
    let points = zip(settings, arms).map {
      SweepCampaign.Point(value: $0.value, variant: $0.plan.variant, plan: $0.plan, arm: $1)
    }
    let campaign = SweepCampaign(
      points, rounds: rounds, options: command.options, start: command.start, deadline: command.deadline)
    try await campaign.run()
    let failed = arms.contains { $0.tally.failedRounds > 0 }
    return try await command.document(
      control(campaign, command.scenario), sweep: SweepSection(campaign, axis),
      exitCode: failed ? 1 : campaign.isComplete ? 0 : 2)
  }

  private func axis(of file: ScenarioFile) throws -> SweepAxis {
    try SweepAxis.choose(swept: swept, over: over, in: file.scenario)
  }

  private func noteOthers(than axis: SweepAxis) {
    guard over == nil, swept.isEmpty, file.scenario.sweeps.count > 1 else { return }
    let others = file.scenario.sweeps.map(\.name).filter { $0 != axis.name }
    options.note(
      "going over \(axis.name); \(Setting.over) \(others.joined(separator: " or ")) for the others")
  }

  /// Every variant at every value, variant by variant.
  private func plans(
    over axis: SweepAxis, of file: ScenarioFile
  ) throws(ScenarioFault) -> [(value: Int, plan: ArmPlan)] {
    let load = StressLoad(file.scenario, options)
    var plans: [(value: Int, plan: ArmPlan)] = []
    for variant in try variants(of: file) {
      for (index, value) in axis.values.enumerated() {
        let (set, load) = try axis.setting(value, in: file, load)
        let variant = variant.sizingPool(by: set.scenario.parameterValues)
        plans.append((index, ArmPlan(variant: variant, scenario: set.scenario, load: load)))
      }
    }
    return plans
  }

  private func variants(of file: ScenarioFile) throws(ScenarioFault) -> [Variant] {
    guard !variantNames.isEmpty else { return file.scenario.variants.filter { $0.kind != .before } }
    var chosen: [Variant] = []
    for name in variantNames.uniqued() { chosen.append(try file.variant(named: name)) }
    return chosen
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
