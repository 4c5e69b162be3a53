import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import ContendReport
import ContendStatistics
import ContendVerdict

/// Turns what a finished campaign holds into the result document.
struct ProveResult {
  let command: CommandRun
  let load: StressLoad
  /// The control's first, then the fixes'; fewer if the run was stopped.
  let explored: [ExploreResult]
  let campaign: StressCampaign
  /// By the name of the variant.
  let serial: [String: SerialStage.Findings]
  /// By the name of the fix.
  let scrutiny: [String: ScrutinyFindings]
  /// Fixes that were judged by that alone: a statement of theirs never returns.
  let stuck: [JudgedArm]
  /// Why smaller environments did not show it.
  let staging: [Evidence]
  /// A failing round of the control with every statement written down.
  let traced: TracedFailure?
  /// That the user names; without any, expectations decide on the exit code.
  let fixNames: [String]
  /// Exit with 2 where an elimination is not a proof.
  let requiresProof: Bool

  private var scenario: Scenario { command.scenario }
  private var sentences: Sentences { command.options.sentences }
  private var contestants: [StressCampaign.Contestant] {
    campaign.contestants.filter { $0.arm.variant.kind == .fix }
  }
  private var isInterrupted: Bool { command.options.isStopped }

  /// That of a shard claims nothing by itself, and is a success.
  func document() async throws -> ResultDocument {
    let order = scenario.variants.map(\.name)
    let fixes = (contestants.map(section) + stuck.map(stuckSection)).sorted {
      (order.firstIndex(of: $0.name) ?? 0) < (order.firstIndex(of: $1.name) ?? 0)
    }
    var document = try await command.document(
      control, fixes: fixes, exitCode: shard == nil ? rule.exitCode(control, fixes) : 0)
    if let shard {
      document.shard = try await ShardSection(
        shard, explored, document.scenario, rule, rounds: rounds, fixNames: fixNames, in: command)
    }
    return document
  }

  private var shard: Shard? { command.options.explore.division?.shard }
  private var rule: ProveRule {
    ProveRule(judgesByExpectation: fixNames.isEmpty, requiresProof: requiresProof)
  }

  /// What only this shard has.
  private var rounds: ShardSection.Rounds? {
    guard command.options.explore.runsRounds else { return nil }
    return ShardSection.Rounds(
      fixes: contestants.map { ShardSection.Rounds.Fix(name: $0.arm.variant.name, evidence: evidence($0)) },
      knewFailures: fails || campaign.control.tally.failedRounds > 0, notes: serialNotes + staging)
  }

  private var control: ControlSection {
    let arm = campaign.control
    let failures = failures(of: arm)
    return ControlSection(
      variant: arm.variant.name, title: arm.variant.title, reproduced: arm.tally.failedRounds > 0 || fails,
      expectedClass: scenario.expectedClass, anomaly: anomalySection,
      symptom: SymptomSection(
        scenario.symptom, failures, stress: arm.tally, explored: explored.first),
      blastRadius: BlastRadiusSection(arm), failures: failures,
      before: before,
      notes: ((explored.first?.doubts ?? []) + serialNotes + staging).map(sentences.text),
      explore: explored.first.map { ExploreSection($0, sentences) },
      stress: command.options.explore.runsRounds
        ? StressSection(arm.tally, settings: settings, counterexample: traced?.counterexample) : nil)
  }

  /// The code before the change beside this one.
  private var before: BeforeSection? {
    guard let arm = campaign.contestants.map(\.arm).first(where: { $0.variant.kind == .before }) else {
      return nil
    }
    let count = FailureCount(arm, result(of: arm.variant))
    let check = BeforeCheck(
      before: count, control: FailureCount(campaign.control, explored.first))
    return BeforeSection(
      variant: arm.variant.name, title: arm.variant.title, rounds: count.rounds,
      failedRounds: count.failedRounds, schedules: count.schedules, failingSchedules: count.failingSchedules,
      sentence: Sentences.sentence(check, control: campaign.control.variant.name))
  }

  /// Of the exploration, whose order of events is exact; else of a traced round.
  private var anomalySection: AnomalySection? {
    explored.first.flatMap { AnomalySection($0) } ?? traced.map { AnomalySection($0.anomaly) }
  }
  private var fails: Bool { (explored.first?.state.failing ?? 0) > 0 }

  private func result(of variant: Variant) -> ExploreResult? {
    explored.first { $0.variant.name == variant.name }
  }

  /// Kinds of failure that stress showed, with what exploration saw of them, and those only it saw.
  private func failures(of arm: JudgedArm) -> [FailureSection] {
    let inSchedules = result(of: arm.variant)?.failureSections ?? []
    let inRounds = arm.failureSections.map { section in
      var section = section
      section.schedules = inSchedules.first { $0.kind == section.kind }?.schedules
      return section
    }
    return inRounds + inSchedules.filter { section in !inRounds.contains { $0.kind == section.kind } }
  }

  /// What the control does without concurrency that a reader should know.
  private var serialNotes: [Evidence] {
    let name = campaign.control.variant.name
    guard let alone = serial[name] else { return [] }
    return [alone.trial.raceOfOrder(name), WorkComparison.lostWrites(of: name, Array(alone.work.values))]
      .compactMap(\.self)
  }

  /// What a fix was asked besides; and how it does without concurrency.
  private func scrutiny(of variant: Variant) -> ScrutinyFindings {
    var found = scrutiny[variant.name] ?? ScrutinyFindings()
    let control = campaign.control
    guard let before = serial[control.variant.name], let after = serial[variant.name] else { return found }
    let known = before.trial.kinds.union(control.tally.failures.keys).union(
      explored.first?.state.kinds.keys.map { $0 } ?? [])
    let work = before.comparison(with: after, variant, control: control.variant.name)
    found.findings = after.trial.findings(known: known, at: variant.location) + found.findings + work.findings
    found.notes += work.notes
    return found
  }

  /// A fix whose statement never returns needs no further round to be judged.
  private func stuckSection(_ arm: JudgedArm) -> FixSection {
    let findings = [StuckAlone(arm)].compactMap(\.self).map { Finding(.regressed, $0.evidence) }
    return FixSection(arm.variant, FixVerdict(findings: findings), sentences)
  }

  private func evidence(_ contestant: StressCampaign.Contestant) -> FixCase {
    let variant = contestant.arm.variant
    return FixCase(
      contestant.decision, control: campaign.control.tally, fix: contestant.arm.tally,
      thresholds: ThresholdCheck(shared: scenario.judging.thresholds, own: variant.thresholds),
      scrutiny: scrutiny(of: variant))
  }

  private func section(_ contestant: StressCampaign.Contestant) -> FixSection {
    let arm = contestant.arm
    let control = campaign.control.tally
    let result = result(of: arm.variant)
    let scrutiny = scrutiny(of: arm.variant)
    var verdict = evidence(contestant).verdict(
      explored: result.map {
        ExploreFindings(
          control: explored[0].figures, fix: $0.figures, stress: arm.tally.judged, of: control.judged
        ).all
      } ?? [])
    if let shard {
      let part = ScheduleEvidence.oneShard(number: shard.number, count: shard.count)
      verdict = FixVerdict(findings: [Finding(.inconclusive, .schedules(part))])
    }
    verdict.notes += result?.doubts ?? []
    var section = FixSection(arm.variant, verdict, sentences)
    section.failures = failures(of: arm)
    section.anomaly = result.flatMap { AnomalySection($0) }
    section.explore = result.map { ExploreSection($0, sentences) }
    guard command.options.explore.runsRounds else { return section }
    section.stress = StressSection(arm.tally, settings: settings, upperBound: verdict.upperBound)
    section.comparison = ComparisonSection(arm.tally, against: control, contestant.comparison, scrutiny)
    return section
  }

  private var settings: StressSettingsSection { load.section() }
}

extension FailureCount {
  init(_ arm: JudgedArm, _ explored: ExploreResult?) {
    self.init(
      failedRounds: arm.tally.failedRounds, rounds: arm.tally.rounds,
      failingSchedules: explored?.state.failing ?? 0, schedules: explored?.tally.schedules ?? 0)
  }
}
