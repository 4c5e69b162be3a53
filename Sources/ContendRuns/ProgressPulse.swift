import ContendModel
import ContendExecution
import ContendReport

/// Tells the last progress again every second, with the time that has passed: one long interleaving must not
/// look as if nothing happened, and a set-up or a reset that lasts is named.
final class ProgressPulse: Sendable {
  private struct State {
    /// Nil before anything was reported.
    var last: Progress?
    var isOver = false
  }

  private static let interval = Duration.seconds(1)
  /// Resets that take less are part of what they are made for.
  private static let noticeable = Duration.milliseconds(500)

  private let state = Lock(State())
  private let start = ContinuousClock.now
  private let upkeep: Upkeep
  private let show: @Sendable (Progress) -> Void

  init(_ upkeep: Upkeep, _ show: @escaping @Sendable (Progress) -> Void) {
    self.upkeep = upkeep
    self.show = show
  }

  func tell(_ progress: Progress) {
    state.withLock { state in
      guard !state.isOver else { return }
      state.last = progress
      show(timed(progress))
    }
  }

  /// Returns when it is cancelled.
  func beat() async {
    while (try? await Task.sleep(for: Self.interval)) != nil {
      state.withLock { state in
        if let last = state.last, !state.isOver { show(timed(now(last))) }
      }
    }
  }

  /// What was reported last, or what the run is at instead.
  private func now(_ last: Progress) -> Progress {
    guard let work = upkeep.underWay(for: Self.noticeable), work.rawValue != last.phase else { return last }
    var progress = last
    progress.phase = work.rawValue
    progress.isUpkeep = true
    return progress
  }

  /// Nothing is shown from here on.
  func end() { state.withLock { $0.isOver = true } }

  /// Since the run began, whichever part of it reports.
  private func timed(_ progress: Progress) -> Progress {
    var timed = progress
    timed.elapsed = start.duration(to: .now) / .seconds(1)
    return timed
  }
}

extension RunOptions {
  /// Runs a command's job with progress that tells the time since now and never stands still.
  func pulsing<Result: Sendable>(
    _ job: (RunOptions) async throws -> Result
  ) async rethrows -> Result {
    let pulse = ProgressPulse(stopSignal.upkeep, progress)
    var options = self
    options.progress = { pulse.tell($0) }
    let beat = Task { await pulse.beat() }
    defer {
      pulse.end()
      beat.cancel()
    }
    return try await job(options)
  }
}
