import ContendChecking
import ContendExecution
import ContendModel
import Synchronization

/// The outcomes that serial orders give, worked out on the server when they are first asked for.
final class SerialOutcomes: Sendable {
  private let known = Mutex<[Set<CallID>: Set<SerialOutcome>]>([:])
  private let isUsed: Bool
  private let undecided = Mutex(false)

  init(atomicity: Atomicity) { isUsed = atomicity != .none }

  /// There were too many serial orders to try.
  var isUndecided: Bool { undecided.withLock { $0 } }

  func judge(_ history: History, on lane: Lane) async throws -> Judgement {
    guard isUsed else { return .valid }
    let effective = SerialOracle.effectiveCalls(of: history)
    if known.withLock({ $0[effective] }) == nil { try await workOut(effective, on: lane) }
    return SerialOracle(known.withLock { $0 }).judge(history)
  }

  private func workOut(_ calls: Set<CallID>, on lane: Lane) async throws {
    guard let orders = SerialOrders.all(of: calls.sorted()) else {
      return undecided.withLock { $0 = true }
    }
    var outcomes: Set<SerialOutcome> = []
    for order in orders { outcomes.insert(SerialOutcome(try await lane.runSerially(order))) }
    known.withLock { $0[calls] = outcomes }
  }
}
