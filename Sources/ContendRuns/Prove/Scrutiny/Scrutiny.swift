import ContendExecution
import ContendModel
import ContendReport
import ContendVerdict

/// Asks a fix that never failed what else could be wrong with it, before it counts as eliminated:
/// whether it turns work away, serialises everything, leaves the cause as it was, or costs too much.
struct Scrutiny {
  let command: CommandRun
  let control: JudgedArm
  /// Fixes that showed no failure.
  let fixes: [JudgedArm]
  let controlKinds: Set<FailureKind>
  let load: StressLoad
  /// When no further question is asked.
  let deadline: ContinuousClock.Instant
  /// When a question that is still open is left open.
  let latest: ContinuousClock.Instant

  private var scenario: Scenario { command.scenario }

  /// What came of it, by the name of the fix.
  func run() async throws -> [String: ScrutinyFindings] {
    guard !fixes.isEmpty, !command.options.isStopped else { return [:] }
    report()
    var scrutiny = Array(repeating: ScrutinyFindings(), count: fixes.count)
    try await compareAcceptance(&scrutiny)
    try await comparePartition(&scrutiny)
    try await SweepRounds(
      command: command, control: control, fixes: fixes, controlKinds: controlKinds, load: load,
      deadline: deadline
    ).run(&scrutiny)
    // Last, because what it finds is the price, not the cause.
    try await compareLatency(&scrutiny)
    return Dictionary(uniqueKeysWithValues: zip(fixes.map(\.variant.name), scrutiny))
  }

  private func report() {
    command.progress(
      "scrutiny",
      fixes.map {
        .init(name: $0.variant.name, done: $0.tally.rounds, failed: $0.tally.failedRounds)
      })
  }

  private func compareAcceptance(_ scrutiny: inout [ScrutinyFindings]) async throws {
    guard control.arm.runsAlone else { return }
    let serial = SerialAcceptance(control: control, load: load, options: command.options, deadline: deadline)
    for (index, fix) in fixes.enumerated() {
      let atomicity = fix.variant.serialUnits(in: scenario.judging).unit
      let acceptance = Acceptance(
        rounds: try await serial.rounds(of: fix, atomicity), atomicity: atomicity)
      scrutiny[index].findings += [acceptance.finding(ends: fix.otherEnds)].compactMap(\.self)
    }
  }

  private func comparePartition(_ scrutiny: inout [ScrutinyFindings]) async throws {
    guard let variable = scenario.judging.partition else { return }
    let gains = try await PartitionRounds(
      control: control, fixes: fixes, variable: variable, load: load, options: command.options,
      deadline: latest
    ).run()
    let name = scenario.symbols[variable]
    for index in fixes.indices {
      guard let gain = gains?[index] else {
        scrutiny[index].notes.append(.scrutiny(.partitionNotMeasured(partition: name)))
        continue
      }
      scrutiny[index].partition = gain
      scrutiny[index].findings += [gain.finding(partition: name)].compactMap(\.self)
      scrutiny[index].notes += [gain.note(partition: name)].compactMap(\.self)
    }
  }

  private func compareLatency(_ scrutiny: inout [ScrutinyFindings]) async throws {
    guard ([control] + fixes).allSatisfy(\.arm.runsAlone) else {
      for index in fixes.indices {
        scrutiny[index].notes.append(.scrutiny(.latencyNotCompared(reason: .callsWaitForOneAnother)))
      }
      return
    }
    let thresholds = fixes.map { Set((scenario.judging.thresholds + $0.variant.thresholds).map(\.metric)) }
    let bounded = Set(fixes.indices.filter { thresholds[$0].contains(.p50) })
    let measured = try await AloneRounds(
      control: control, fixes: fixes, bounded: bounded, load: load, options: command.options, deadline: latest
    ).run()
    for index in fixes.indices {
      let comparison = LatencyComparison(control: measured.control, other: measured.fixes[index])
      let findings = LatencyFindings(comparison, again: measured.again, bounded: thresholds[index])
      scrutiny[index].alone = comparison
      scrutiny[index].findings += findings.findings
      scrutiny[index].notes += findings.notes
      if comparison.p50 == nil, !command.options.isStopped {
        scrutiny[index].notes.append(.scrutiny(.latencyNotCompared(reason: .budgetEnded)))
      }
    }
  }
}
