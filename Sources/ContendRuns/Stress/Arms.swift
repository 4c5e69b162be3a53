import ContendExecution
import ContendModel

/// The variants of a run, each with its database and its clients.
enum Arms {
  /// Opens an arm for each variant and runs it once alone.
  ///
  /// If a statement of a fix does not return alone, its arm says so, if `judgesStuckFixes`.
  /// Throws `ScenarioFault.invalid` with all else that is wrong with any of them.
  static func open(
    _ variants: [Variant], _ load: StressLoad, judgesStuckFixes: Bool = false, in command: CommandRun
  ) async throws -> [JudgedArm] {
    let plans = variants.map { ArmPlan(variant: $0, scenario: command.scenario, load: load) }
    return try await open(plans, judgesStuckFixes: judgesStuckFixes, in: command)
  }

  /// The same for arms whose scenarios are settings of one file.
  static func open(
    _ plans: [ArmPlan], judgesStuckFixes: Bool = false, in command: CommandRun
  ) async throws -> [JudgedArm] {
    let opened = try await open(plans, command.options, on: command.server)
    let arms = opened.compactMap(\.arm)
    func isJudged(_ opening: Opening) -> Bool { judgesStuckFixes && opening.arm?.variant.kind == .fix }
    let faults = opened.flatMap { $0.faults + (isJudged($0) ? [] : $0.stuck) }
    guard faults.isEmpty else {
      for arm in arms { arm.close() }
      // The same fault of several variants, such as one of the set-up, is reported once.
      throw ScenarioFault.invalid(faults.map(command.file.located).uniqued())
    }
    return opened.compactMap { opening in
      guard let arm = opening.arm else { return nil }
      let judged = JudgedArm(arm, judging: command.scenario.judging)
      judged.stuckAlone = opening.stuck
      return judged
    }
  }

  /// Arms that are opened at the same time: the server is at work while the other arm waits for it.
  private static let concurrency = 3

  private struct Opening {
    var index: Int
    var arm: StressArm?
    var faults: [Diagnostic]
    var stuck: [Diagnostic] = []
  }

  private static func open(
    _ plans: [ArmPlan], _ options: RunOptions, on server: TestServer
  ) async throws -> [Opening] {
    let (access, loop, stopSignal) = (server.access, server.loop, options.stopSignal)
    return try await withThrowingTaskGroup(of: Opening.self) { group in
      var opened: [Opening] = []
      for (index, plan) in plans.enumerated() {
        let stress = plan.load.stressOptions(options, token: server.token)
        if index >= concurrency, let opening = try await group.next() { opened.append(opening) }
        let database = server.nextDatabase()
        group.addTask(executorPreference: loop) {
          var opening = Opening(index: index, faults: [])
          do {
            let arm = try await stopSignal.upkeep.during(.setUp) {
              try await StressArm(
                plan.scenario, plan.variant, database: database, options: stress, access: access, on: loop)
            }
            opening.arm = arm
            (opening.faults, opening.stuck) = try await arm.faultsOfText(
              plan.scenario, stopSignal: stopSignal)
          } catch let fault as Diagnostic {
            opening.faults.append(fault)
          }
          return opening
        }
      }
      for try await opening in group { opened.append(opening) }
      return opened.sorted { $0.index < $1.index }
    }
  }
}
