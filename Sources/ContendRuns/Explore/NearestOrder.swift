import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel

/// Says in what an outcome that no serial order gives differs from the one that comes nearest to it.
///
/// While schedules are walked a digest of the tables is enough. This reads them row by row, once for each
/// order and for the failing schedule.
struct NearestOrder {
  private let units: SerialUnits
  private let lane: Lane

  init(_ units: SerialUnits, _ lane: Lane) {
    self.units = units
    self.lane = lane
  }

  /// The failure with the difference; as it was where it cannot be shown.
  func explaining(_ found: Findings.Kind) async throws -> Findings.Kind {
    lane.readsRows = true
    defer { lane.readsRows = false }
    guard let history = try await lane.run(ReplayExecution(found.example.schedule)).history,
      let runs = try await lane.serialRuns(of: SerialOracle.effectiveCalls(of: history), units)
    else { return found }
    let names = Dictionary(history.calls.map { ($0.clientID, $0.spokenName) }) { first, _ in first }
    let orders = runs.map { run in
      (order: Self.turns(run.clients).map { names[$0] ?? "client \($0)" }, history: run.history)
    }
    let calls = SerialOracle.effectiveCalls(of: history)
    guard let difference = OutcomeDifference(history, from: orders, of: calls) else { return found }
    var explained = found
    explained.failure.difference = difference
    return explained
  }

  /// Each turn of a client once, however many events it takes.
  private static func turns(_ clients: [Int]) -> [Int] {
    clients.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}
