import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel

/// What would make a failing interleaving vanish, found by trying it.
struct Advice {
  private let exploration: VariantExploration
  private let found: Findings.Kind

  init(_ exploration: VariantExploration, _ found: Findings.Kind) {
    self.exploration = exploration
    self.found = found
  }

  /// A sentence for each thing that was tried; `lanes` are those that the failure was found on.
  func sentences(_ lanes: Lanes) async throws -> [String] {
    let kind = found.failure.kind
    guard kind.isOfState || kind.isOfConstraint else { return [] }
    let history = found.example.history
    let scope =
      kind.isOfState ? try await lanes.first { lane in try await Advice.scope(of: history, on: lane) } : nil
    var sentences = scope.map { [$0] } ?? []
    for level in stronger { sentences.append(try await outcome(at: level)) }
    return sentences
  }

  // MARK: Level or scope

  /// Whether transactions that follow one another give this outcome too.
  private static func scope(of history: History, on lane: Lane) async throws -> String? {
    let effective = SerialOracle.effectiveCalls(of: history)
    guard !SerialOracle.hasPartialCalls(history),
      let outcomes = try await lane.transactionOrders(of: effective)
    else { return nil }
    return outcomes[SerialOutcome(history, of: effective)] == nil
      ? "No serial order of its transactions gives this outcome either: a lock, an atomic statement or a stronger isolation level can prevent it."
      : "Its transactions one after another give this outcome too: no isolation level helps; what belongs together has to become one transaction, or the write has to check again what was read."
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
    let judge = ScheduleJudge(exploration.scenario.judging)
    let lanes = try await exploration.openLanes(count: 1)
    do {
      let judgement = try await lanes.first { [found] lane in
        let run = try await lane.run(ReplayExecution(found.example.schedule, fidelity: .lenient))
        guard let history = run.history else { return Judgement.unknown([]) }
        return try await judge.judge(history, on: lane)
      }
      await lanes.close()
      return sentence(judgement, level)
    } catch {
      await lanes.close()
      throw error
    }
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
