import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import ContendVerdict

/// What would make a failing interleaving vanish, found by trying it.
struct Advice {
  private let exploration: Exploration
  private let found: Findings.Kind

  init(_ exploration: Exploration, _ found: Findings.Kind) {
    self.exploration = exploration
    self.found = found
  }

  /// A piece for each thing that was tried; `lanes` are those that the failure was found on.
  func given(on lanes: Lanes) async throws -> [IsolationAdvice] {
    let kind = found.failure.kind
    guard kind.isOfState || kind.isOfConstraint else { return [] }
    let failsInOrder =
      kind.isOfState
      ? try await lanes.first { [found] lane in try await Advice.failsInOrder(found, lane) } : nil
    if failsInOrder == true { return [.transactionIsTooSmall] }
    var advice: [IsolationAdvice] = failsInOrder == false ? [.levelOrLockHelps] : []
    for level in stronger { advice.append(.atLevel(level, try await outcome(at: level))) }
    return advice
  }

  // MARK: Level or scope

  /// Whether transactions that follow one another fail in the same way; nil where nobody can say.
  ///
  /// An invariant is asked itself. It may look at what calls have read, which is no part of an outcome.
  private static func failsInOrder(_ found: Findings.Kind, _ lane: Lane) async throws -> Bool? {
    let history = found.example.history
    let effective = SerialOracle.effectiveCalls(of: history)
    guard !SerialOracle.hasPartialCalls(history),
      let runs = try await lane.serialRuns(of: effective, SerialUnits(.transaction))
    else { return nil }
    if case .invariant = found.failure.kind {
      return runs.contains { InvariantOracle().judge($0.history).kinds.contains(found.failure.kind) }
    }
    let outcome = SerialOutcome(history, of: effective)
    return runs.contains { SerialOutcome($0.history, of: effective) == outcome }
  }

  // MARK: Stronger levels

  /// Levels above the variant's own, if it names none in its statements.
  private var stronger: [IsolationLevel] {
    let variant = exploration.variant
    guard variant.isolationLevels.count == 1, variant.roles.allSatisfy({ !$0.body.namesIsolation }) else {
      return []
    }
    switch variant.conditions.isolation ?? .readCommitted {
    case .readCommitted: return [.repeatableRead, .serializable]
    case .repeatableRead: return [.serializable]
    case .serializable: return []
    }
  }

  /// Runs the failing schedule again with another default isolation level.
  private func outcome(at level: IsolationLevel) async throws -> IsolationAdvice.Result {
    var exploration = exploration
    exploration.variant.conditions.isolation = level
    let judge = ScheduleJudge(exploration.scenario.judging, exploration.variant)
    let judgement = try await exploration.withLanes(count: 1) { lanes in
      try await lanes.first { [found] lane in
        let run = try await lane.run(ReplayExecution(found.example.schedule, fidelity: .lenient))
        guard let history = run.history else { return Judgement.unknown([]) }
        return try await judge.judge(history, on: lane)
      }
    }
    return result(of: judgement)
  }

  private func result(of judgement: Judgement) -> IsolationAdvice.Result {
    if judgement.failures.contains(where: { $0.kind == found.failure.kind }) { return .stillFails }
    if judgement.failures.contains(where: { $0.kind == .error("40001") }) { return .retries }
    if let other = judgement.failures.first { return .fails(other.kind) }
    if case .unknown = judgement { return .couldNotRun }
    return .passes
  }
}

extension FailureKind {
  /// The database or what clients were told is wrong: isolation may be the cause.
  fileprivate var isOfState: Bool {
    switch self {
    case .invariant, .serialOracle: true
    default: false
    }
  }

  /// A constraint refused a write that rested on something read before.
  fileprivate var isOfConstraint: Bool {
    if case .error(let code) = self { code.hasPrefix("23") } else { false }
  }
}

extension [Step] {
  fileprivate var namesIsolation: Bool {
    var isNamed = false
    forEachStatement { isNamed = isNamed || !$0.isolationLevels.isEmpty }
    return isNamed || swiftBodies.contains { !$0.met.levels.isEmpty }
  }
}
