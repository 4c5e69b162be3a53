import ContendExecution
import ContendModel
import ContendVerdict

/// Runs rounds of the control's program one call after another, in several orders, to see how much work
/// goes through when nothing is concurrent.
final class SerialAcceptance {
  private let control: JudgedArm
  private let load: StressLoad
  private let options: RunOptions
  private let deadline: ContinuousClock.Instant
  /// Calls that each order of a round accepts, by the round's number.
  private var known: [Int: [Int]] = [:]

  init(
    control: JudgedArm, load: StressLoad, options: RunOptions, deadline: ContinuousClock.Instant
  ) {
    self.control = control
    self.load = load
    self.options = options
    self.deadline = deadline
  }

  /// How the first rounds of a fix compare; empty if it turned nothing away or time ran out.
  func rounds(of fix: JudgedArm, _ atomicity: Atomicity) async throws -> [Acceptance.Round] {
    guard let figures = fix.figures, !fix.otherEnds.isEmpty,
      Acceptance.isInDoubt(accepted: figures.accepted, atomicity: atomicity)
    else { return [] }
    var rounds: [Acceptance.Round] = []
    for orders in [Acceptance.fewestOrders, Acceptance.enoughOrders] {
      rounds = []
      for (index, (calls, accepted)) in zip(figures.calls, figures.accepted).enumerated() {
        guard let serial = try await serial(round: index + 1, orders: orders) else { break }
        rounds.append(.init(calls: calls, accepted: accepted, serial: serial))
      }
      if !Acceptance(rounds: rounds, atomicity: atomicity).turnsWorkAway { break }
    }
    return rounds
  }

  /// What so many orders accept, or those that there was time for; nil if not even the fewest.
  private func serial(round: Int, orders: Int) async throws -> [Int]? {
    while known[round, default: []].count < orders {
      guard ContinuousClock.now < deadline, !options.isStopped else { break }
      let order = order(known[round, default: []].count, round: round)
      let history = try await control.arm.runSerially(order, round: round, stopSignal: options.stopSignal)
      guard !options.isStopped, history.stuck.isEmpty, history.calls.count == order.count else { break }
      known[round, default: []].append(history.calls.count { $0.outcome.kind == .ok })
    }
    return known[round].flatMap { $0.count < Acceptance.fewestOrders ? nil : $0 }
  }

  /// Clients from first to last, from last to first, then in random order; each client's own calls stay
  /// in their order.
  private func order(_ number: Int, round: Int) -> [CallID] {
    var clients = control.arm.identities.map(\.id)
    switch number {
    case 0: break
    case 1: clients.reverse()
    default:
      var random = RandomStream(seed: options.seed, path: 2, round, number)
      clients.shuffle(using: &random)
    }
    return (1...load.calls).flatMap { call in clients.map { CallID(clientID: $0, call: call) } }
  }
}

extension JudgedArm {
  /// How its calls ended that did not go through, with their number.
  var otherEnds: [String] {
    tally.outcomes.filter { $0.key.kind != .ok }.sorted { $0.key.description < $1.key.description }
      .map { "\($0.key) (\($0.value))" }
  }
}
