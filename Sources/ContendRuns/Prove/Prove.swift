import ContendChecking
import ContendExecution
import ContendExploration
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
  /// Statistical elimination alone is not enough.
  package var requiresProof = false

  package init(_ file: ScenarioFile, fixNames: [String] = [], options: RunOptions) {
    self.file = file
    self.fixNames = fixNames
    self.options = options
  }

  /// Runs on a loop of its own; a stopped run returns what it has.
  ///
  /// Throws `ScenarioFault`, `ServerError`, or `SQLFailure` where the server failed the harness.
  package func run() async throws -> ResultDocument {
    try await options.pulsing { options in
      var pulsing = self
      pulsing.options = options
      return try await pulsing.proved()
    }
  }

  private func proved() async throws -> ResultDocument {
    try await file.run(options) { file in
      let scenario = file.scenario
      let fixes = try chosenFixes(of: scenario)
      guard let buggy = scenario.buggy else {
        throw Diagnostic(.error, at: scenario.location, "there is no \\variant buggy")
      }
      let variants = [buggy] + scenario.variants.filter { $0.kind == .before } + fixes
      let load = StressLoad(scenario, options)
      let connections =
        variants.reduce(0) { $0 + StressArm.connections(of: $1, clients: load.clients) }
        + VariantExploration.connections(of: variants, scenario, options)
        + connectionsOfSweeps(variants, scenario, load)
      return try await onLoop(options.control) { loop in
        try await TestServer.with(options, connections: connections, on: loop) { server in
          try await judge(variants, of: file, load, on: server)
        }
      }
    }
  }

  /// A server of the user's need not have them: then the sweeps are not followed as far.
  private func connectionsOfSweeps(_ variants: [Variant], _ scenario: Scenario, _ load: StressLoad) -> Int {
    guard options.server.named(in: options.environment) == nil else { return 0 }
    return SweepRounds.connections(variants, scenario, load)
  }

  private func chosenFixes(of scenario: Scenario) throws(ScenarioFault) -> [Variant] {
    let all = scenario.fixes
    for name in fixNames where !all.contains(where: { $0.name == name }) {
      throw .noFix(name, known: all.map(\.name))
    }
    return fixNames.isEmpty ? all : all.filter { fixNames.contains($0.name) }
  }

  private func judge(
    _ variants: [Variant], of file: ScenarioFile, _ load: StressLoad, on server: TestServer
  ) async throws -> ResultDocument {
    let start = ContinuousClock.now
    options.progress(
      Progress(
        phase: "set-up", arms: variants.map { .init(name: $0.name) }, budget: options.budget / .seconds(1)))
    let control = options.control
    let begun = try await control.untilStopped {
      try await Arms.open(variants, of: file, load, judgesStuckFixes: true, options, on: server)
    }
    guard let opened = begun else {
      return try await ResultDocument(
        nothingOf: .prove, file, variants[0], fixes: variants.filter { $0.kind == .fix }, options, on: server,
        since: start)
    }
    defer { for arm in opened { arm.close() } }
    let arms = opened.filter(\.stuckAlone.isEmpty)
    let variants = arms.map(\.variant)
    let serial =
      try await control.untilStopped {
        try await SerialStage(file: file, options: options, server: server).run(variants)
      } ?? [:]
    let explored = try await explore(variants, file.scenario, on: server)
    let deadline = start.advanced(by: options.budget)
    let campaign = StressCampaign(
      control: arms[0], fixes: Array(arms.dropFirst()), explored: explored, options: options,
      deadline: deadline - options.budget / Self.shareOfDepth)
    try await campaign.run()
    let depth =
      try await control.untilStopped {
        try await self.depth(of: campaign, explored, serial, file, load, on: server, until: deadline)
      } ?? [:]
    let staging =
      try await control.untilStopped {
        try await StagingRounds(
          file: file, control: arms[0], count: FailureCount(arms[0], explored.first), load: load,
          options: options,
          server: server, deadline: min(deadline, .now + options.budget / Self.shareOfStaging)
        ).run()
      } ?? []
    let isNamed = explored.first?.anomaly != nil || options.isStopped
    let traced =
      isNamed
      ? nil : try await control.untilStopped { try await TracedFailure.find(in: arms[0], options) } ?? nil
    return try await ProveResult(
      file: file, load: load, options: options, explored: explored, campaign: campaign, serial: serial,
      depth: depth, stuck: opened.filter { !$0.stuckAlone.isEmpty }, staging: staging, traced: traced,
      judgesByExpectation: fixNames.isEmpty, requiresProof: requiresProof
    ).document(server: server, duration: start.duration(to: .now))
  }

  /// One part in so many of the budget is kept for what a fix that never failed is asked besides, and
  /// no more than one part in so many is spent on a clear case, so that it is soon told.
  private static let shareOfDepth = 6
  private static let mostOfDepth = 4
  /// One part in so many is for what a smaller environment would have shown.
  private static let shareOfStaging = 20

  /// Of the fixes that showed no failure, where the control did: else there is nothing to qualify.
  private func depth(
    of campaign: StressCampaign, _ explored: [ExploreResult], _ serial: [String: SerialStage.Findings],
    _ file: ScenarioFile, _ load: StressLoad, on server: TestServer, until deadline: ContinuousClock.Instant
  ) async throws -> [String: DepthFindings] {
    let exploredKinds = Set(explored.first?.state.kinds.keys.map { $0 } ?? [])
    let controlKinds = exploredKinds.union(campaign.control.tally.failures.keys)
    guard !controlKinds.isEmpty else { return [:] }
    let failing = Set(explored.filter { $0.state.failing > 0 }.map(\.variant.name)).union(
      serial.filter { !$0.value.trial.failing.isEmpty }.keys)
    let fixes = campaign.contestants.map(\.arm).filter {
      $0.variant.kind == .fix && $0.tally.rounds > 0 && $0.tally.failedRounds == 0
        && !failing.contains($0.variant.name)
    }
    return try await Depth(
      file: file, control: campaign.control, fixes: fixes, controlKinds: controlKinds, load: load,
      options: options, server: server, deadline: min(deadline, .now + options.budget / Self.mostOfDepth),
      latest: deadline
    ).run()
  }

  /// Explores the control and the fixes one after another, in at most half of the budget.
  func explore(
    _ variants: [Variant], _ scenario: Scenario, on server: TestServer
  ) async throws -> [ExploreResult] {
    var left = options.budget / 2
    var results: [ExploreResult] = []
    func walk(_ variant: Variant, sharing count: Int) async throws -> ExploreResult {
      let start = ContinuousClock.now
      defer { left -= start.duration(to: .now) }
      var options = options
      let earlier = arms(of: results.filter { $0.variant.name != variant.name })
      options.progress = { [progress = options.progress] told in
        var told = told
        told.arms = earlier + told.arms
        progress(told)
      }
      return try await VariantExploration(
        scenario: scenario, variant: variant, options: options, server: server,
        deadline: start.advanced(by: left / count)
      ).run()
    }
    // What one does not need is there for those after it,
    for (index, variant) in variants.enumerated() where !options.isStopped {
      let walked = try await options.control.untilStopped {
        try await walk(variant, sharing: variants.count - index)
      }
      if let walked { results.append(walked) }
      report(results)
    }
    // and in the end for those that could have used more.
    let short = results.indices.filter { results[$0].wasCutShort }
    for (place, index) in short.enumerated() where !options.isStopped {
      let count = short.count - place
      guard left / count > results[index].duration * Self.leastGain else { continue }
      let again = try await options.control.untilStopped {
        try await walk(results[index].variant, sharing: count)
      }
      guard let longer = again else { break }
      // Unless it was interrupted, or met an obstacle, before it showed more.
      let (new, old) = (longer.tally, results[index].tally)
      guard new.isComplete || longer.state.failing > 0 || new.schedules > old.schedules else { continue }
      results[index] = longer
      report(results)
    }
    return results
  }

  /// Times the time of a walk that it must be given to be begun once more.
  private static let leastGain = 2

  private func report(_ results: [ExploreResult]) {
    options.progress(
      Progress(
        phase: "explore", arms: arms(of: results), budget: options.budget / .seconds(1)))
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
