import ContendChecking
import ContendExecution
import ContendModel
import ContendReport
import ContendStatistics
import ContendVerdict

/// Turns what a finished campaign holds into the result document.
struct ProveResult {
  let file: ScenarioFile
  let load: StressLoad
  let options: RunOptions
  let campaign: StressCampaign
  /// A failing round of the control with every statement written down.
  let traced: TracedFailure?
  /// Without `--fix` the expectations decide on the exit code.
  let judgesByExpectation: Bool

  private var scenario: Scenario { file.scenario }
  private var isInterrupted: Bool { options.control.isStopped }

  func document(server: TestServer, duration: Duration) async throws -> ResultDocument {
    let fixes = campaign.contestants.map(section)
    return ResultDocument(
      contend: contendVersion, command: .prove,
      scenario: try await ScenarioSection(file, options, on: server), seed: options.seed,
      server: server.section,
      control: control, fixes: fixes, exitCode: exitCode(fixes), interrupted: isInterrupted,
      duration: duration / .seconds(1))
  }

  private func exitCode(_ fixes: [FixSection]) -> Int32 {
    if isInterrupted { return 130 }
    let check = ExpectationCheck(
      results: zip(campaign.contestants, fixes).map {
        ExpectationCheck.Result(name: $1.name, verdict: $1.verdict, expected: $0.arm.variant.expected)
      },
      expectedClass: scenario.expectedClass, controlClass: traced?.anomaly.anomalyClass)
    return judgesByExpectation ? check.exitCodeOfExpectations : check.exitCodeOfVerdicts
  }

  private var control: ControlSection {
    let arm = campaign.control
    return ControlSection(
      variant: arm.variant.name, title: arm.variant.title, reproduced: arm.tally.failedRounds > 0,
      expectedClass: scenario.expectedClass, anomaly: traced.map { AnomalySection($0.anomaly) },
      blastRadius: BlastRadiusSection(arm), failures: arm.failureSections,
      stress: StressSection(arm.tally, settings: settings, counterexample: traced?.counterexample))
  }

  private func section(_ contestant: StressCampaign.Contestant) -> FixSection {
    let arm = contestant.arm
    let control = campaign.control.tally
    let verdict = contestant.decision.verdict(
      control: control, fix: arm.tally,
      thresholds: ThresholdCheck(shared: scenario.judging.thresholds, own: arm.variant.thresholds))
    return FixSection(
      name: arm.variant.name, title: arm.variant.title, verdict: verdict.verdict,
      expected: arm.variant.expected,
      reasons: verdict.reasons, notes: verdict.notes, failures: arm.failureSections,
      stress: StressSection(arm.tally, settings: settings, upperBound: verdict.upperBound),
      comparison: ComparisonSection(arm.tally, against: control))
  }

  private var settings: StressSettingsSection { load.section() }
}
