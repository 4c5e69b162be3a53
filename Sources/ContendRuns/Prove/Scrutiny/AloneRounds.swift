import ContendExecution
import ContendModel
import ContendStatistics
import ContendVerdict

/// Measures what calls take that run alone, one after another: the control twice and every fix once in
/// each block, in random order.
struct AloneRounds {
  /// What one arm measured, block by block.
  struct Measured {
    var control: [LatencyComparison.Sample] = []
    var again: [LatencyComparison.Sample] = []
    /// In the order of the fixes.
    var fixes: [[LatencyComparison.Sample]]
  }

  /// Calls of one arm in one block, and what ends it earlier.
  private static let calls = 100
  private static let leastCalls = 5
  private static let limit = Duration.milliseconds(100)
  /// Rounds of their own, so that their draws are none of the campaign's.
  private static let firstRound = 1_000_000

  let control: JudgedArm
  let fixes: [JudgedArm]
  /// Fixes whose median the scenario judges itself: they are measured, and never open.
  let bounded: Set<Int>
  let load: StressLoad
  let options: RunOptions
  let deadline: ContinuousClock.Instant

  /// What was measured; where the control differs from itself, once more, since a machine may have been
  /// busy for a moment.
  func run() async throws -> Measured {
    for arm in [control] + fixes where !isOver { try await arm.arm.tidy() }
    let first = try await measure(attempt: 0)
    guard LatencyComparison.differs(first.control, from: first.again), !isOver else { return first }
    return try await measure(attempt: 1)
  }

  private var isOver: Bool { options.isStopped || ContinuousClock.now >= deadline }

  private func measure(attempt: Int) async throws -> Measured {
    var measured = Measured(fixes: Array(repeating: [], count: fixes.count))
    var open = Array(fixes.indices)
    for look in LatencyComparison.looks where !open.isEmpty {
      while measured.control.count < look {
        guard try await addBlock(of: open, to: &measured, attempt: attempt) else { return measured }
      }
      open = open.filter {
        !bounded.contains($0)
          && LatencyComparison(control: measured.control, other: measured.fixes[$0]).isOpen
      }
    }
    return measured
  }

  /// A block of the control and these fixes; false if time ran out, then it counts for no arm.
  private func addBlock(of open: [Int], to measured: inout Measured, attempt: Int) async throws -> Bool {
    let block = measured.control.count
    let number = Self.firstRound + (attempt * Self.blocksOfAttempt + block) * Self.roundsOfBlock
    var random = RandomStream(seed: options.seed, path: 1, number)
    var samples: [Int: LatencyComparison.Sample] = [:]
    // 0 and 1 are the control.
    for index in ([0, 1] + open.map { $0 + 2 }).shuffled(using: &random) {
      guard !isOver, let sample = try await sample(index < 2 ? control : fixes[index - 2], from: number)
      else { return false }
      samples[index] = sample
    }
    for (index, sample) in samples {
      switch index {
      case 0: measured.control.append(sample)
      case 1: measured.again.append(sample)
      default: measured.fixes[index - 2].append(sample)
      }
    }
    return true
  }

  private static let blocksOfAttempt = 100
  private static let roundsOfBlock = 1000

  /// Rounds one after another, each from fresh state, until there are enough calls.
  private func sample(_ arm: JudgedArm, from number: Int) async throws -> LatencyComparison.Sample? {
    var durations: [Double] = []
    var left = Self.limit
    var round = number
    while durations.isEmpty || durations.count < Self.calls && left > .zero {
      let order = order(in: arm.arm).prefix(Self.calls - durations.count)
      let history = try await arm.arm.runSerially(
        Array(order), round: round, limit: left, least: max(1, Self.leastCalls - durations.count),
        stopSignal: options.stopSignal)
      guard !options.isStopped, !history.calls.isEmpty else { return nil }
      durations += history.calls.map { $0.duration / .milliseconds(1) }
      left -= history.duration
      round += 1
    }
    return LatencyComparison.Sample(durations)
  }

  /// As many calls as a round has, by the first client of each role in turn.
  private func order(in arm: StressArm) -> [CallID] {
    let clients = arm.identities.filter { $0.client == 1 }.map(\.id)
    let calls = max(1, load.clients * load.calls / clients.count)
    return (1...calls).flatMap { call in clients.map { CallID(clientID: $0, call: call) } }
  }
}
