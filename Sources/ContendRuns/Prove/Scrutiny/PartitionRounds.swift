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
    var gains: [PartitionGain] {
      pairs.dropFirst().map {
        PartitionGain(clients: values.count, control: PairedRatio(pairs[0]), fix: PairedRatio($0))
      }
    }
    // 0 is the control.
    var open = Array(arms.indices)
    for look in PartitionGain.looks where open.count > 1 {
      while pairs[0].count < look {
        guard let figures = try await block(pairs[0].count, open.map { ($0, arms[$0]) }, values) else {
          return gains
        }
        for (index, pair) in figures { pairs[index].append(pair) }
      }
      open = [0] + zip(arms.indices.dropFirst(), gains).filter(\.1.isOpen).map(\.0)
    }
    return gains
  }

  /// Throughput of one client and of all, by the number of the arm; nil if time ran out.
  private func block(
    _ block: Int, _ arms: [(number: Int, arm: JudgedArm)], _ values: [Value]
  ) async throws -> [Int: PairedRatio.Pair]? {
    var random = RandomStream(seed: options.seed, path: 3, block)
    var pairs: [Int: PairedRatio.Pair] = [:]
    for place in (0..<arms.count * 2).shuffled(using: &random) {
      guard ContinuousClock.now < deadline, !options.isStopped else { return nil }
      let ((number, arm), isAll) = (arms[place / 2], place % 2 == 1)
      let round = PartitionedRound(
        variable: variable, values: isAll ? values : [values[block % values.count]],
        calls: max(load.calls, Self.leastCalls))
      guard
        let history = try await arm.arm.run(
          round: Self.firstRound + block, partition: round, stopSignal: options.stopSignal)
      else { return nil }
      let throughput = Double(history.calls.count) / (history.duration / .seconds(1))
      var pair = pairs[number] ?? PairedRatio.Pair(before: 0, after: 0)
      if isAll { pair.after = throughput } else { pair.before = throughput }
      pairs[number] = pair
    }
    return pairs
  }
}
