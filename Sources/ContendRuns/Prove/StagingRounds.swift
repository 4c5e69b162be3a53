import ContendExecution
import ContendModel
import ContendVerdict

/// Runs a few rounds of the control as it would run where less is going on: with the values of each
/// `\profile` that is not in force, and at the smallest value of each `\sweep`.
struct StagingRounds {
  /// Rounds at one setting, and what ends them earlier.
  private static let rounds = 20

  let command: CommandRun
  let control: JudgedArm
  /// Of the control's rounds.
  let count: FailureCount
  let load: StressLoad
  let deadline: ContinuousClock.Instant

  private struct Setting {
    var label: String
    var file: ScenarioFile
    var load: StressLoad
  }

  /// A note for each setting under which it does not show.
  func run() async throws -> [Evidence] {
    guard count.failedRounds > 0 else { return [] }
    var notes: [Evidence] = []
    for setting in try settings() where !command.options.isStopped && ContinuousClock.now < deadline {
      let plan = ArmPlan(
        variant: control.variant.sizingPool(by: setting.file.scenario.parameterValues),
        scenario: setting.file.scenario, load: setting.load)
      let arm = try await Arms.open([plan], in: command)[0]
      defer { arm.close() }
      while arm.tally.rounds < Self.rounds, arm.tally.failedRounds == 0, ContinuousClock.now < deadline {
        guard try await arm.runRound(stopSignal: command.options.stopSignal) != nil else { return notes }
      }
      let check = StagingCheck(
        setting: setting.label, rounds: arm.tally.rounds, failedRounds: arm.tally.failedRounds, control: count
      )
      if let note = check.note { notes.append(note) }
    }
    return notes
  }

  /// Those that ask for no more clients than there are connections for.
  private func settings() throws -> [Setting] {
    (try profiles() + smallest()).filter { $0.load.clients <= load.clients }
  }

  private func profiles() throws -> [Setting] {
    try command.scenario.profiles.filter { $0.name != command.file.profile }.map { profile in
      let other = try command.file.applying(profile: profile.name)
      var load = load
      load.clients = profile.clients ?? load.clients
      load.calls = profile.calls ?? load.calls
      let values = profile.parameters.map {
        "\(command.scenario.symbols[$0.key]) = \($0.value.text ?? "NULL")"
      }
      let sizes = [profile.clients.map { "clients = \($0)" }, profile.calls.map { "calls = \($0)" }]
      let label = (values.sorted() + sizes.compactMap(\.self)).joined(separator: ", ")
      return Setting(label: "profile \(profile.name) (\(label))", file: other, load: load)
    }
  }

  private func smallest() throws -> [Setting] {
    try command.scenario.sweeps.compactMap { sweep in
      let axis = SweepAxis(name: sweep.name, values: sweep.values)
      guard let value = axis.values.first, axis.numbers != nil, isSmaller(value, sweep.name) else {
        return nil
      }
      let set = try axis.setting(value, in: command.file, load)
      return Setting(label: "\(sweep.name) = \(value.text ?? "NULL")", file: set.file, load: set.load)
    }
  }

  private func isSmaller(_ value: Value, _ name: String) -> Bool {
    guard let number = value.number else { return false }
    switch name {
    case SweepAxis.clients: return number < Double(load.clients)
    case SweepAxis.calls: return number < Double(load.calls)
    default:
      let parameter = command.scenario.parameters.first { command.scenario.symbols[$0.variable] == name }
      return parameter?.value.number.map { number < $0 } ?? false
    }
  }
}
