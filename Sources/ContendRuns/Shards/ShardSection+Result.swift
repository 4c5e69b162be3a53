import ContendChecking
import ContendExploration
import ContendModel
import ContendReport
import ContendVerdict

extension ShardSection {
  init(
    _ shard: Shard, _ explored: [ExploreResult], _ scenario: ScenarioSection, _ rule: ProveRule,
    rounds: Rounds?, fixNames: [String], in command: CommandRun
  ) async throws {
    let options = command.options
    let settings = [
      contendVersion, scenario.sha256, command.server.section.version, "\(options.seed)", "\(shard.count)",
      scenario.profile ?? "", "\(scenario.parameters.sorted)", "\(scenario.clients ?? 0)",
      "\(scenario.calls ?? 0)", options.explore.reduction.rawValue, fixNames.sorted().joined(separator: ","),
      "\(rule)",
    ]
    let leaves = explored.flatMap { result in
      ["\(result.variant.name) \(result.reduction.rawValue)"] + (result.leaves?.all ?? [])
    }
    self.init(
      shard, scenarios: options.explore.parts,
      plan: try await command.server.sha256((settings + leaves).joined(separator: "\n")), rule: rule,
      walks: explored.map(Walk.init), rounds: rounds)
  }
}

extension ShardSection.Walk {
  fileprivate init(_ result: ExploreResult) {
    self.init(
      variant: result.variant.name, leaves: result.leaves?.all.count ?? 0, own: result.leaves?.own ?? [],
      figures: result.figures, outcomes: result.state.outcomes.map(\.digest).sorted(),
      audited: result.audit?.outcomes.map(\.digest).sorted() ?? [],
      codes: result.state.codes.sorted())
  }
}
