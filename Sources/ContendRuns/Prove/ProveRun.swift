import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import ContendPostgres
package import ContendReport
import ContendVerdict

/// The main job: control and fixes side by side, and a verdict for each fix.
package struct ProveRun: Sendable {
  package var file: ScenarioFile
  /// Named by `--fix`; empty judges all fixes by what the scenario expects of them.
  package var fixNames: [String]
  package var options: RunOptions
  /// Statistical elimination alone is not enough.
  package var requiresProof = false

  package init(_ file: ScenarioFile, fixNames: [String] = [], options: RunOptions) {
    self.file = file
    self.fixNames = fixNames
    self.options = options
  }

  /// Runs on a loop of its own; a stopped run returns what it has.
  ///
  /// Where a server of the user's has too few connections, stress runs with fewer clients, and the result says so.
  /// Throws `ScenarioFault`, `ServerError`, or `SQLFailure` where the server failed the harness.
  package func run() async throws -> ResultDocument {
    options.noteUnexplored()
    do {
      return try await CommandRun.with(.prove, file, options, connections: connections, judge)
    } catch {
      guard let (fitting, note) = try fitting(error) else { throw error }
      let text = options.sentences.text(note)
      options.note(Message(text))
      var document = try await CommandRun.with(
        .prove, fitting.file, fitting.options, connections: fitting.connections, fitting.judge)
      document.control.notes.insert(text, at: 0)
      document.shard?.rounds?.notes.insert(note, at: 0)
      return document
    }
  }

  /// The control, what was before it, and the fixes that are to be judged.
  func variants(of scenario: Scenario) throws -> [Variant] {
    let fixes = try chosenFixes(of: scenario)
    guard let buggy = scenario.buggy else {
      throw Diagnostic(.error, at: scenario.location, "there is no \\variant buggy")
    }
    return [buggy] + scenario.variants.filter { $0.kind == .before } + fixes
  }

  private func chosenFixes(of scenario: Scenario) throws(ScenarioFault) -> [Variant] {
    let all = scenario.fixes
    for name in fixNames where !all.contains(where: { $0.name == name }) {
      throw .noFix(name, known: all.map(\.name))
    }
    return fixNames.isEmpty ? all : all.filter { fixNames.contains($0.name) }
  }

  @Sendable private func judge(_ command: CommandRun) async throws -> ResultDocument {
    let variants = try variants(of: command.scenario)
    let load = StressLoad(command.scenario, options)
    command.progress("set-up", variants.map { .init(name: $0.name) })
    let begun = try await command.untilStopped {
      try await Arms.open(variants, load, judgesStuckFixes: true, in: command)
    }
    guard let opened = begun else {
      return try await command.documentOfNothing(
        variants[0], fixes: variants.filter { $0.kind == .fix })
    }
    defer { for arm in opened { arm.close() } }
    let arms = opened.filter(\.stuckAlone.isEmpty)
    let judged = arms.map(\.variant)
    let runsRounds = options.explore.runsRounds
    let serial =
      runsRounds
      ? try await command.untilStopped { try await SerialStage(command: command).run(judged) } ?? [:] : [:]
    let explored = try await explore(judged, in: command)
    let campaign = StressCampaign(
      control: arms[0], fixes: Array(arms.dropFirst()), explored: explored,
      options: command.options, deadline: command.deadline - options.budget / Self.shareOfDepth)
    guard runsRounds else {
      return try await ProveResult(
        command: command, load: load, explored: explored, campaign: campaign, serial: [:], scrutiny: [:],
        stuck: opened.filter { !$0.stuckAlone.isEmpty }, staging: [], traced: nil, fixNames: fixNames,
        requiresProof: requiresProof
      ).document()
    }
    try await campaign.run()
    let scrutiny =
      try await command.untilStopped {
        try await self.scrutiny(of: campaign, explored, serial, load, in: command)
      } ?? [:]
    let staging =
      try await command.untilStopped {
        try await StagingRounds(
          command: command, control: arms[0], count: FailureCount(arms[0], explored.first), load: load,
          deadline: min(command.deadline, .now + options.budget / Self.shareOfStaging)
        ).run()
      } ?? []
    let isNamed = explored.first?.anomaly != nil || options.isStopped
    let traced =
      isNamed
      ? nil : try await command.untilStopped { try await TracedFailure.find(in: arms[0], options) } ?? nil
    return try await ProveResult(
      command: command, load: load, explored: explored, campaign: campaign, serial: serial,
      scrutiny: scrutiny, stuck: opened.filter { !$0.stuckAlone.isEmpty }, staging: staging, traced: traced,
      fixNames: fixNames, requiresProof: requiresProof
    ).document()
  }

  /// One part in so many of the budget is kept for what a fix that never failed is asked besides, and
  /// no more than one part in so many is spent on a clear case, so that it is soon told.
  private static let shareOfDepth = 6
  private static let mostOfDepth = 4
  /// One part in so many is for what a smaller environment would have shown.
  private static let shareOfStaging = 20

  /// Of the fixes that showed no failure, where the control did: else there is nothing to qualify.
  private func scrutiny(
    of campaign: StressCampaign, _ explored: [ExploreResult], _ serial: [String: SerialStage.Findings],
    _ load: StressLoad, in command: CommandRun
  ) async throws -> [String: ScrutinyFindings] {
    let exploredKinds = Set(explored.first?.state.kinds.keys.map { $0 } ?? [])
    let controlKinds = exploredKinds.union(campaign.control.tally.failures.keys)
    guard !controlKinds.isEmpty else { return [:] }
    let failing = Set(explored.filter { $0.state.failing > 0 }.map(\.variant.name)).union(
      serial.filter { !$0.value.trial.failing.isEmpty }.keys)
    let fixes = campaign.contestants.map(\.arm).filter {
      $0.variant.kind == .fix && $0.tally.rounds > 0 && $0.tally.failedRounds == 0
        && !failing.contains($0.variant.name)
    }
    return try await Scrutiny(
      command: command, control: campaign.control, fixes: fixes, controlKinds: controlKinds, load: load,
      deadline: min(command.deadline, .now + options.budget / Self.mostOfDepth), latest: command.deadline
    ).run()
  }

  /// Explores the control and the fixes one after another, in at most half of the budget where rounds need the rest.
  func explore(
    _ variants: [Variant], in command: CommandRun
  ) async throws -> [ExploreResult] {
    var left = options.explore.runsRounds ? options.budget / 2 : options.budget
    var results: [ExploreResult] = []
    func walk(_ variant: Variant, sharing count: Int) async throws -> ExploreResult {
      let start = ContinuousClock.now
      defer { left -= start.duration(to: .now) }
      var options = command.options
      let earlier = arms(of: results.filter { $0.variant.name != variant.name })
      options.progress = { [progress = options.progress] told in
        var told = told
        told.arms = earlier + told.arms
        progress(told)
      }
      return try await Exploration(
        scenario: command.scenario, variant: variant, options: options, server: command.server,
        deadline: start.advanced(by: left / count)
      ).run()
    }
    // What one does not need is there for those after it,
    for (index, variant) in variants.enumerated() where !options.isStopped {
      let walked = try await command.untilStopped {
        try await walk(variant, sharing: variants.count - index)
      }
      if let walked { results.append(walked) }
      report(results, in: command)
    }
    // and in the end for those that could have used more.
    let short = results.indices.filter { results[$0].wasCutShort }
    for (place, index) in short.enumerated() where !options.isStopped {
      let count = short.count - place
      guard left / count > results[index].duration * Self.leastGain else { continue }
      let again = try await command.untilStopped {
        try await walk(results[index].variant, sharing: count)
      }
      guard let longer = again else { break }
      // Unless it was interrupted, or met an obstacle, before it showed more.
      let (new, old) = (longer.tally, results[index].tally)
      guard new.isComplete || longer.state.failing > 0 || new.schedules > old.schedules else { continue }
      results[index] = longer
      report(results, in: command)
    }
    return results
  }

  /// Times the time of a walk that it must be given to be begun once more.
  private static let leastGain = 2

  private func report(_ results: [ExploreResult], in command: CommandRun) {
    command.progress("explore", arms(of: results))
  }

  private func arms(of results: [ExploreResult]) -> [Progress.Arm] {
    results.map { .init(name: $0.variant.name, done: $0.tally.schedules, failed: $0.state.failing) }
  }
}

extension ExploreResult {
  /// Nothing but time was missing.
  fileprivate var wasCutShort: Bool {
    !tally.isComplete && state.failing == 0 && state.unknown.isEmpty && !state.isHopeless
      && state.uncontrolledWakes == 0 && diverged + tally.diverged == 0
  }
}
