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

  /// What a serial order comes to; nil where the same order comes to something else the next time.
  func steady(_ calls: Set<CallID>) async throws -> History? {
    let first = try await runSerially(calls.sorted())
    return try await SerialOutcome(first) == SerialOutcome(runSerially(calls.sorted())) ? first : nil
  }

  /// Whether there are too many orders of units to try, as far as one of them tells.
  ///
  /// It does where every call goes through: what is turned away has fewer units than elsewhere.
  func hasTooManyOrders(_ history: History, _ units: SerialUnits) -> Bool {
    guard units.dividesCalls, history.calls.allSatisfy({ $0.outcome == .ok }) else { return false }
    let roles = roles
    var (orders, placed) = (1.0, 0)
    for (client, role) in roles where history.calls.contains(where: { $0.clientID == client }) {
      let isWhole = units.unit(of: role) == .operation
      let count = isWhole ? callsPerClient : history.transactionCount(of: client)
      // The ways to put these among those that are placed.
      for number in 0..<count {
        placed += 1
        orders *= Double(placed) / Double(number + 1)
      }
    }
    return orders.rounded() > Double(SerialOrders.limit)
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

extension History {
  /// Transactions of a client, each statement outside BEGIN and COMMIT being one.
  fileprivate func transactionCount(of clientID: Int) -> Int {
    var open: Set<String> = []
    var count = 0
    for event in events where event.clientID == clientID {
      switch event.kind {
      case .begin:
        open.insert(event.connection)
        count += 1
      case .commit, .rollback: open.remove(event.connection)
      case .other: if !open.contains(event.connection) { count += 1 }
      case .savepoint, .setting, .harness: break
      }
    }
    return count
  }
}
