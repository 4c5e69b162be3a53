import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel

/// Serial orders, run on the lane that asks.
extension Lane {
  /// One order and what it came to.
  struct SerialRun {
    /// Empty where the units are transactions.
    var calls: [CallID] = []
    /// Whose unit follows whose.
    var clients: [Int]
    var history: History
  }

  /// Whether the same serial order comes to the same twice.
  func repeats(_ calls: Set<CallID>) async throws -> Bool {
    let first = SerialOutcome(try await runSerially(calls.sorted()))
    return try await first == SerialOutcome(runSerially(calls.sorted()))
  }

  /// What the serial orders of these calls come to; nil if there are too many.
  func callOrders(of calls: Set<CallID>) async throws -> SerialOracle.Outcomes? {
    guard let runs = try await callRuns(of: calls) else { return nil }
    return runs.reduce(into: [:]) { $0[SerialOutcome($1.history), default: []].append($1.calls) }
  }

  /// What the serial orders of these calls' transactions come to; nil if there are too many, or if only
  /// some calls of a client are asked for.
  ///
  /// - Parameter units: roles whose calls are one unit each; without any, all are transactions.
  func transactionOrders(
    of calls: Set<CallID>, _ units: SerialUnits = SerialUnits(.transaction)
  ) async throws -> SerialOracle.Outcomes? {
    guard let runs = try await transactionRuns(of: calls, units) else { return nil }
    return runs.reduce(into: [:]) { $0[SerialOutcome($1.history, of: calls)] = [] }
  }

  /// The serial orders of units; nil as above.
  func serialRuns(of calls: Set<CallID>, _ units: SerialUnits) async throws -> [SerialRun]? {
    units.dividesCalls ? try await transactionRuns(of: calls, units) : try await callRuns(of: calls)
  }

  private func callRuns(of calls: Set<CallID>) async throws -> [SerialRun]? {
    guard let orders = SerialOrders.all(of: calls.sorted()) else { return nil }
    var runs: [SerialRun] = []
    for order in orders {
      let history = try await runSerially(order)
      // Who waits for a notification of one that comes later never goes on: there is no such order.
      guard !history.calls.contains(where: { $0.outcome == .killed }) else { continue }
      runs.append(SerialRun(calls: order, clients: order.map(\.clientID), history: history))
    }
    return runs
  }

  private func transactionRuns(of calls: Set<CallID>, _ units: SerialUnits) async throws -> [SerialRun]? {
    let clients = Set(calls.map(\.clientID))
    guard calls.count == clients.count * callsPerClient else { return nil }
    let whole = Set(roles.filter { units.unit(of: $0.value) == .operation }.keys)
    let numbers = callNumbers
    var runs: [SerialRun] = []
    var strategy = DepthFirst(reduction: .begin)
    for _ in 0..<SerialOrders.limit {
      guard case .run(let execution) = strategy.begin() else { return runs }
      let run = try await run(
        WholeTransactions(execution, clients: clients) { whole.contains($0) ? numbers.call(of: $0) : nil })
      if let history = run.history {
        let order = run.execution.schedule.choices.filter(\.isIssue).map(\.clientID)
        runs.append(SerialRun(clients: order, history: history))
      }
      strategy.end(run.execution.base, run.ending)
    }
    return nil
  }
}
