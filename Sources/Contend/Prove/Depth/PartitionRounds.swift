import ContendExecution
import ContendModel
import ContendStatistics
import ContendVerdict

/// Measures what more clients gain on unrelated work: one client against several, each with a value of
/// `\partition` of its own, for the control and every fix in each block.
struct PartitionRounds {
  /// More clients than this only wait for the machine.
  private static let mostClients = 16
  private static let leastCalls = 5
  private static let firstRound = 2_000_000
  private static let blocks = 8

  let control: JudgedArm
  let fixes: [JudgedArm]
  let variable: Variable
  let load: StressLoad
  let options: RunOptions
  let deadline: ContinuousClock.Instant

  /// In the order of the fixes; nil where it cannot be measured: the draw has one value, or clients of
  /// several roles work together.
  func run() async throws -> [PartitionGain]? {
    let arms = [control] + fixes
    guard arms.allSatisfy({ $0.variant.roles.count == 1 }) else { return nil }
    let values = try control.arm.distinctValues(
      of: variable, atMost: min(Self.mostClients, control.arm.identities.count))
    guard values.count > 1 else { return nil }
    for arm in arms { try await arm.arm.tidy() }
    var pairs = Array(repeating: [PairedRatio.Pair](), count: arms.count)
    for block in 0..<Self.blocks {
      guard let figures = try await self.block(block, arms, values) else { break }
      for (index, pair) in figures.enumerated() { pairs[index].append(pair) }
    }
    let gains = pairs.map { PairedRatio($0) }
    return gains.dropFirst().map { PartitionGain(clients: values.count, control: gains[0], fix: $0) }
  }

  /// Throughput of one client and of all, of every arm; nil if time ran out.
  private func block(
    _ block: Int, _ arms: [JudgedArm], _ values: [Value]
  ) async throws -> [PairedRatio.Pair]? {
    var random = RandomStream(seed: options.seed, path: 3, block)
    var pairs = Array(repeating: PairedRatio.Pair(before: 0, after: 0), count: arms.count)
    for place in (0..<arms.count * 2).shuffled(using: &random) {
      guard ContinuousClock.now < deadline, !options.isStopped else { return nil }
      let (index, isAll) = (place / 2, place % 2 == 1)
      let round = PartitionedRound(
        variable: variable, values: isAll ? values : [values[block % values.count]],
        calls: max(load.calls, Self.leastCalls))
      guard
        let history = try await arms[index].arm.run(
          round: Self.firstRound + block, partition: round, control: options.control)
      else { return nil }
      let throughput = Double(history.calls.count) / (history.duration / .seconds(1))
      if isAll { pairs[index].after = throughput } else { pairs[index].before = throughput }
    }
    return pairs
  }
}
