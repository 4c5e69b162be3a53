import ContendExecution
import ContendModel
import ContendVerdict

/// Runs rounds of the control's program one call after another, in several orders, to see how much work
/// goes through when nothing is concurrent.
final class SerialAcceptance {
  private let control: JudgedArm
  private let atomicity: Atomicity
  private let load: StressLoad
  private let options: RunOptions
  private let deadline: ContinuousClock.Instant
  /// Calls that each order of a round accepts, by the round's number.
  private var known: [Int: [Int]] = [:]

  init(
    control: JudgedArm, atomicity: Atomicity, load: StressLoad, options: RunOptions,
    deadline: ContinuousClock.Instant
  ) {
    self.control = control
    self.atomicity = atomicity
    self.load = load
    self.options = options
    self.deadline = deadline
  }

  /// How the first rounds of a fix compare; empty if it turned nothing away or time ran out.
  func rounds(of fix: JudgedArm) async throws -> [Acceptance.Round] {
    guard let figures = fix.figures, !fix.ways.isEmpty,
      Acceptance.isInDoubt(accepted: figures.accepted, atomicity: atomicity)
    else { return [] }
    var rounds: [Acceptance.Round] = []
    for (index, (calls, accepted)) in zip(figures.calls, figures.accepted).enumerated() {
      guard let serial = try await serial(round: index + 1) else { break }
      rounds.append(.init(calls: calls, accepted: accepted, serial: serial))
    }
    return rounds
  }

  private func serial(round: Int) async throws -> [Int]? {
    if let known = known[round] { return known }
    var accepted: [Int] = []
    for order in orders(round: round) {
      guard ContinuousClock.now < deadline, !options.isStopped else { return nil }
      let history = try await control.arm.runSerially(order, round: round, control: options.control)
      guard !options.isStopped, history.stuck.isEmpty, history.calls.count == order.count else { return nil }
      accepted.append(history.calls.count { $0.outcome.kind == .ok })
    }
    known[round] = accepted
    return accepted
  }

  /// Clients from first to last, from last to first and in random order; each client's own calls stay
  /// in their order.
  private func orders(round: Int) -> [[CallID]] {
    let clients = control.arm.identities.map(\.clientID)
    var random = RandomStream(seed: options.seed, path: 2, round)
    return [clients, clients.reversed(), clients.shuffled(using: &random)].map { clients in
      (1...load.calls).flatMap { call in clients.map { CallID(clientID: $0, call: call) } }
    }
  }
}

extension JudgedArm {
  /// How its calls ended that did not go through, with their number.
  var ways: [String] {
    tally.outcomes.filter { $0.key.kind != .ok }.sorted { $0.key.description < $1.key.description }
      .map { "\($0.key) (\($0.value))" }
  }
}
