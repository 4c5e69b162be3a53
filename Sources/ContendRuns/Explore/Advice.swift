import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel

/// What would make a failing interleaving vanish, found by trying it.
struct Advice {
  private let exploration: Exploration
  private let found: Findings.Kind

  init(_ exploration: Exploration, _ found: Findings.Kind) {
    self.exploration = exploration
    self.found = found
  }

  /// A sentence for each thing that was tried; `lanes` are those that the failure was found on.
  func sentences(_ lanes: Lanes) async throws -> [String] {
    let kind = found.failure.kind
    guard kind.isOfState || kind.isOfConstraint else { return [] }
    let failsInOrder =
      kind.isOfState
      ? try await lanes.first { [found] lane in try await Advice.failsInOrder(found, lane) } : nil
    if failsInOrder == true { return [Self.aboutScope] }
    var sentences = failsInOrder == false ? [Self.aboutLevel] : []
    for level in stronger { sentences.append(try await outcome(at: level)) }
    return sentences
  }

  // MARK: Level or scope

  private static let aboutLevel =
    "No serial order of its transactions gives this outcome either: a lock, an atomic statement or a stronger isolation level can prevent it."
  private static let aboutScope =
    "Its transactions one after another fail so too, and a stronger isolation level does not change that: what belongs together has to become one transaction, or the write has to check again what was read."

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
  private func outcome(at level: IsolationLevel) async throws -> String {
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
    return sentence(judgement, level)
  }

  private func sentence(_ judgement: Judgement, _ level: IsolationLevel) -> String {
    let name = level.rawValue
    if judgement.failures.contains(where: { $0.kind == found.failure.kind }) {
      return "At \(name) the same interleaving still fails."
    }
    if judgement.failures.contains(where: { $0.kind == .error("40001") }) {
      return "At \(name) it vanishes: one call ends in 40001 instead and has to be retried."
    }
    if let other = judgement.failures.first {
      return "At \(name) the same interleaving ends in \(other.kind) instead."
    }
    if case .unknown = judgement { return "At \(name) the same interleaving could not be run." }
    return "At \(name) the same interleaving does no harm."
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
