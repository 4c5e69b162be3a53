import ContendModel
import ContendVerdict

/// What single rounds of an arm measured, for comparisons in which rounds, not calls, are the trials.
struct RoundFigures {
  /// Rounds whose accepted calls are kept: those a comparison with serial orders looks at.
  static let keptRounds = 5

  /// Of the last round; nil if no call of it came to an end.
  private(set) var last: BlockComparison.Figures?
  /// Calls that ended, and those of them that ended in `ok`, of the first rounds.
  private(set) var calls: [Int] = []
  private(set) var accepted: [Int] = []
  /// Milliseconds of the calls of the round that runs.
  private var durations: [Double] = []
  private var count = 0
  private var ok = 0

  mutating func beginRound() {
    durations.removeAll(keepingCapacity: true)
    (count, ok) = (0, 0)
  }

  mutating func add(_ call: CallRecord) {
    count += 1
    if case .ok = call.outcome { ok += 1 }
    durations.append(call.duration / .milliseconds(1))
  }

  mutating func endRound(_ duration: Duration) {
    if calls.count < Self.keptRounds {
      calls.append(count)
      accepted.append(ok)
    }
    durations.sort()
    let seconds = duration / .seconds(1)
    guard !durations.isEmpty, seconds > 0 else {
      last = nil
      return
    }
    last = BlockComparison.Figures(
      p50: durations[(durations.count - 1) / 2],
      p99: durations[min(durations.count - 1, durations.count * 99 / 100)],
      throughput: Double(count) / seconds)
  }
}
