import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import Synchronization

/// The outcomes that serial orders give, worked out on the server when they are first asked for.
final class SerialOutcomes: Sendable {
  /// Why the oracle could not judge a history.
  enum Doubt: String, CaseIterable {
    case tooMany = "serial orders, of which there are too many"
    case unsteady = "the serial orders of calls that come out differently each time"
    case partial = "the serial orders of calls that failed after a commit"
    case entangled = "differences between ids that refer to one another in too many ways"
    case skipping = "the serial orders of statements that passed over a lock, or gave up waiting for one"
    case finally = "the serial orders of calls that failed, of which \\finally is told"
  }

  private let known = Mutex<[Set<CallID>: SerialOracle.Outcomes]>([:])
  private let unit: Atomicity
  private let isStrict: Bool
  private let noted = Mutex<Set<Doubt>>([])

  init(unit: Atomicity, isStrict: Bool) {
    self.unit = unit
    self.isStrict = isStrict
  }

  var doubts: [Doubt] { noted.withLock { noted in Doubt.allCases.filter(noted.contains) } }

  func judge(_ history: History, on lane: Lane) async throws -> Judgement {
    guard unit != .none, !SerialOracle.hasPartialCalls(history) else {
      if unit != .none { note(.partial) }
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
      known.withLock { $0[effective] = outcomes }
    }
    let judgement = SerialOracle(known.withLock { $0 }, unit: unit, isStrict: isStrict).judge(history)
    // What skips by design answers "busy" where nobody is in a serial order: invariants judge that.
    guard history.skipped, !judgement.failures.isEmpty else { return judgement }
    note(.skipping)
    return .valid
  }

  private func note(_ doubt: Doubt) { noted.withLock { _ = $0.insert(doubt) } }

  private func workOut(_ calls: Set<CallID>, on lane: Lane) async throws -> SerialOracle.Outcomes? {
    guard try await lane.repeats(calls) else {
      note(.unsteady)
      return nil
    }
    let outcomes =
      unit == .transaction
      ? try await lane.transactionOrders(of: calls) : try await lane.callOrders(of: calls)
    if outcomes == nil { note(.tooMany) }
    if outcomes?.keys.contains(where: { !$0.isExact }) == true { note(.entangled) }
    return outcomes
  }
}

extension Lane {
  /// Whether the same serial order comes to the same twice.
  fileprivate func repeats(_ calls: Set<CallID>) async throws -> Bool {
    let first = SerialOutcome(try await runSerially(calls.sorted()))
    return try await first == SerialOutcome(runSerially(calls.sorted()))
  }

  /// What the serial orders of these calls come to; nil if there are too many.
  fileprivate func callOrders(of calls: Set<CallID>) async throws -> SerialOracle.Outcomes? {
    guard let orders = SerialOrders.all(of: calls.sorted()) else { return nil }
    var outcomes: SerialOracle.Outcomes = [:]
    for order in orders {
      let history = try await runSerially(order)
      // Who waits for a notification of one that comes later never goes on: there is no such order.
      guard !history.calls.contains(where: { $0.outcome == .killed }) else { continue }
      outcomes[SerialOutcome(history), default: []].append(order)
    }
    return outcomes
  }

  /// What the serial orders of these calls' transactions come to; nil if there are too many, or if only
  /// some calls of a client are asked for.
  func transactionOrders(of calls: Set<CallID>) async throws -> SerialOracle.Outcomes? {
    let clients = Set(calls.map(\.clientID))
    guard calls.count == clients.count * callsPerClient else { return nil }
    var outcomes: SerialOracle.Outcomes = [:]
    var strategy = DepthFirst(reduction: .begin)
    for _ in 0..<SerialOrders.limit {
      guard case .run(let execution) = strategy.begin() else { return outcomes }
      let run = try await run(WholeTransactions(execution, clients: clients))
      if let history = run.history { outcomes[SerialOutcome(history, of: calls)] = [] }
      strategy.end(run.execution.base, run.ending)
    }
    return nil
  }
}
