import ContendModel

/// What a run is at besides schedules and rounds, for a progress line that can name what takes long;
/// callable from any thread.
package final class Upkeep: Sendable {
  package enum Work: String, Hashable, Sendable {
    case setUp = "set-up"
    case reset
  }

  private struct State {
    var begun: [Int: (work: Work, since: ContinuousClock.Instant)] = [:]
    var next = 0
  }

  private let state = Lock(State())

  package init() {}

  /// Runs `body`, of which others know meanwhile.
  package func during<Result>(_ work: Work, _ body: () async throws -> Result) async rethrows -> Result {
    let number = state.withLock { state in
      state.next += 1
      state.begun[state.next] = (work, .now)
      return state.next
    }
    defer { state.withLock { _ = $0.begun.removeValue(forKey: number) } }
    return try await body()
  }

  /// The oldest work that has been under way for so long.
  package func underWay(for duration: Duration) -> Work? {
    let latest = ContinuousClock.now - duration
    let oldest = state.withLock { $0.begun.values.min { $0.since < $1.since } }
    return oldest.flatMap { $0.since <= latest ? $0.work : nil }
  }
}
