import ContendExecution
import ContendModel
import ContendPostgres
import ContendStatistics
import ContendVerdict

/// Asks the scenario's `\sweep`s whether a fix has dealt with the cause: a few rounds at values further
/// out than the one it was judged at, and where the control runs out of time, how its statements grow.
///
/// Nothing here is compared in time, so points run one after another and hold few connections.
struct SweepRounds {
  /// At a value further out. Where only statements are counted one will do, with one call of each client.
  private static let rounds = 5

  let command: CommandRun
  let control: JudgedArm
  let fixes: [JudgedArm]
  /// Kinds of failure the control showed, in explore too.
  let controlKinds: Set<FailureKind>
  let load: StressLoad
  let deadline: ContinuousClock.Instant

  /// Connections that the largest point takes.
  static func connections(_ variants: [Variant], _ scenario: Scenario, _ load: StressLoad) -> Int {
    let values = scenario.sweeps.filter { $0.name == SweepAxis.clients }.flatMap(\.values)
    let clients = max(load.clients, Int(values.compactMap(\.number).max() ?? 0))
    return variants.map { StressArm.connections(of: $0, clients: clients) }.max() ?? 0
  }

  /// Adds what it finds, by the fix's place among the fixes.
  func run(_ scrutiny: inout [ScrutinyFindings]) async throws {
    for sweep in command.scenario.sweeps {
      let axis = SweepAxis(name: sweep.name, values: sweep.values)
      guard let numbers = axis.numbers else { continue }
      do {
        try await run(axis, numbers, &scrutiny)
      } catch let failure as SQLFailure where failure.error.sqlState == Self.tooManyConnections {
        for index in fixes.indices {
          scrutiny[index].notes.append(.scrutiny(.sweepOutOfConnections(parameter: axis.name)))
        }
      }
    }
  }

  private static let tooManyConnections = "53300"

  /// What is not known of the cause is no elimination.
  private static func unfinished(_ axis: SweepAxis) -> Finding {
    Finding(.inconclusive, .scrutiny(.sweepUnfinished(parameter: axis.name)))
  }

  private func run(_ axis: SweepAxis, _ numbers: [Double], _ scrutiny: inout [ScrutinyFindings]) async throws
  {
    let further = Set(axis.values.indices.filter { isFurther(numbers[$0], axis.name) })
    let asksForGrowth = asksForGrowth(axis)
    let values = asksForGrowth ? Array(axis.values.indices) : further.sorted()
    guard !values.isEmpty else { return }
    // Each gets its share of the time that is left; what it does not need is there for those after it.
    var shares = fixes.count + (asksForGrowth ? 1 : 0)
    func nextShare() -> ContinuousClock.Instant {
      defer { shares -= 1 }
      return .now + max(.zero, ContinuousClock.now.duration(to: deadline)) / shares
    }
    let base =
      asksForGrowth ? try await tallies(of: control.variant, axis, values, [], until: nextShare()) : []
    for (index, fix) in fixes.enumerated() {
      let own = try await tallies(of: fix.variant, axis, values, further, until: nextShare())
      let cause = CauseMetric(
        parameter: axis.name, control: growth(base, values, numbers), fix: growth(own, values, numbers))
      scrutiny[index].findings += zip(values, own).filter { further.contains($0.0) }
        .compactMap { failure(axis, $0, $1) }.prefix(1)
      if asksForGrowth { scrutiny[index].findings += [cause.finding].compactMap(\.self) }
      if own.count < values.count || asksForGrowth && base.count < values.count {
        scrutiny[index].findings.append(Self.unfinished(axis))
      }
    }
  }

  /// Clients and calls may multiply statements in many ways; a parameter says how much work a call has.
  private func asksForGrowth(_ axis: SweepAxis) -> Bool {
    axis.name != SweepAxis.clients && axis.name != SweepAxis.calls && axis.values.count >= Growth.leastPoints
      && CauseMetric.isAboutTime(controlKinds)
  }

  /// Whether the run so far was at a smaller value.
  private func isFurther(_ value: Double, _ name: String) -> Bool {
    let scenario = command.scenario
    switch name {
    case SweepAxis.clients: return value > Double(load.clients)
    case SweepAxis.calls: return value > Double(load.calls)
    default:
      let parameter = scenario.parameters.first { scenario.symbols[$0.variable] == name }
      return parameter?.value.number.map { value > $0 } ?? false
    }
  }

  /// What the rounds of a variant came to at each value; shorter where time ran out.
  private func tallies(
    of variant: Variant, _ axis: SweepAxis, _ values: [Int], _ further: Set<Int>,
    until deadline: ContinuousClock.Instant
  ) async throws -> [ArmTally] {
    var tallies: [ArmTally] = []
    for value in values {
      guard ContinuousClock.now < deadline, !command.options.isStopped else { break }
      var (set, load) = try axis.setting(axis.values[value], in: command.file, load)
      let isFurther = further.contains(value)
      if !isFurther { load.calls = 1 }
      let variant = variant.sizingPool(by: set.scenario.parameterValues)
      let plan = ArmPlan(variant: variant, scenario: set.scenario, load: load)
      let arm = try await Arms.open([plan], in: command)[0]
      defer { arm.close() }
      let rounds = isFurther ? Self.rounds : 1
      while arm.tally.rounds < rounds, ContinuousClock.now < deadline {
        guard try await arm.runRound(stopSignal: command.options.stopSignal) != nil else { return tallies }
      }
      guard arm.tally.rounds >= rounds else { return tallies }
      tallies.append(arm.tally)
    }
    return tallies
  }

  private func growth(_ tallies: [ArmTally], _ values: [Int], _ numbers: [Double]) -> Growth? {
    Growth.ofStatements(zip(values, tallies).map { (numbers[$0], $1) })
  }

  private func failure(_ axis: SweepAxis, _ value: Int, _ tally: ArmTally) -> Finding? {
    FurtherOut(
      parameter: axis.name, value: axis.values[value].text ?? "NULL", rounds: tally.rounds,
      failedRounds: tally.failedRounds, kinds: Array(tally.failures.keys)
    ).finding
  }
}
