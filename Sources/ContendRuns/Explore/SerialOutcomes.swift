import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import ContendVerdict

/// The outcomes that serial orders give, worked out on the server when they are first asked for.
final class SerialOutcomes: Sendable {
  /// Nil for calls of which nothing can be said: to find that out takes as long as to work them out.
  private let known = Lock<[Set<CallID>: SerialOracle.Outcomes?]>([:])
  let units: SerialUnits
  private let noted = Lock<Set<Coverage.SerialGap>>([])

  init(_ units: SerialUnits) { self.units = units }

  /// Why the oracle could not judge every history.
  var gaps: [Coverage.SerialGap] {
    noted.withLock { noted in Coverage.SerialGap.allCases.filter(noted.contains) }
  }

  func judge(_ history: History, on lane: Lane) async throws -> Judgement {
    guard units.unit != .none, !SerialOracle.hasPartialCalls(history) else {
      if units.unit != .none { note(.partial) }
      return .valid
    }
    let effective = SerialOracle.effectiveCalls(of: history)
    // Orders are of the other calls, and have nothing to tell `\finally` of these.
    guard effective.count == history.calls.count || !lane.finallyReadsCalls else {
      note(.finally)
      return .valid
    }
    if known.withLock({ $0[effective] }) == nil {
      let outcomes = try await workOut(effective, on: lane)
      known.withLock { _ = $0.updateValue(outcomes, forKey: effective) }
    }
    let outcomes = known.withLock { $0.compactMapValues(\.self) }
    let unit: Atomicity = units.dividesCalls ? .transaction : .operation
    let judgement = SerialOracle(outcomes, unit: unit, isStrict: units.isStrict).judge(history)
    // What skips by design answers "busy" where nobody is in a serial order: invariants judge that.
    guard history.skipped, !judgement.failures.isEmpty else { return judgement }
    note(.skipping)
    return .valid
  }

  private func note(_ gap: Coverage.SerialGap) { noted.withLock { _ = $0.insert(gap) } }

  private func workOut(_ calls: Set<CallID>, on lane: Lane) async throws -> SerialOracle.Outcomes? {
    guard let first = try await lane.steady(calls) else {
      note(.unsteady)
      return nil
    }
    guard !lane.hasTooManyOrders(first, units) else {
      note(.tooMany)
      return nil
    }
    let outcomes =
      units.dividesCalls
      ? try await lane.transactionOrders(of: calls, units) : try await lane.callOrders(of: calls)
    if outcomes == nil { note(.tooMany) }
    if outcomes?.keys.contains(where: { !$0.isExact }) == true { note(.entangled) }
    return outcomes
  }
}
