import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel

/// Walks a strategy's executions over the lanes and judges each of them.
final class StrategyWalk<S: Strategy>: Sendable {
  private let walk: Lock<Course>
  private let lanes: Lanes
  private let judge: ScheduleJudge
  private let deadline: ContinuousClock.Instant
  private let stopSignal: StopSignal
  private let progress: ExploreProgress?
  let findings = Findings()

  init(
    _ strategy: sending S, lanes: Lanes, judge: ScheduleJudge,
    deadline: ContinuousClock.Instant, stopSignal: StopSignal,
    progress: ExploreProgress? = nil
  ) {
    walk = Lock(Course(strategy: strategy))
    self.lanes = lanes
    self.judge = judge
    self.deadline = deadline
    self.stopSignal = stopSignal
    self.progress = progress
  }

  /// A strategy, and how many runs it has begun.
  private struct Course {
    var strategy: S
    var begun = 0

    mutating func begin() -> (Beginning<S.Run>, number: Int) {
      let beginning = strategy.begin()
      defer { if case .run = beginning { begun += 1 } }
      return (beginning, begun)
    }
  }

  var tally: Tally { strategy.tally }
  /// As it is by now.
  var strategy: S { walk.withLock { $0.strategy } }

  /// Runs until the strategy is finished, the time is over, or a run showed that going on is no use.
  ///
  /// An error on one lane ends the others too: what they wait for may be the run that it left open.
  func run() async throws {
    defer { findings.close() }
    progress?.note { (tally, findings.current) }
    try await lanes.forEach { [self] lane in
      while ContinuousClock.now < deadline, !stopSignal.isStopped, !Task.isCancelled,
        !findings.current.isHopeless
      {
        let (beginning, number) = walk.withLock { $0.begin() }
        switch beginning {
        case .run(let execution): try await run(execution, number: number, on: lane)
        case .later: await lane.pause(.microseconds(100))
        case .finished: return
        }
      }
    }
  }

  private func run(_ execution: S.Run, number: Int, on lane: Lane) async throws {
    guard let result = try await stopSignal.untilStopped({ try await lane.run(execution) }),
      !stopSignal.isStopped
    else { return }
    let (ended, ending) = (result.execution, result.ending)
    findings.add(
      uncontrolledWakes: result.uncontrolledWakes, stuck: result.stuck, foreignBlocker: result.foreignBlocker,
      doubt: result.doubt)
    var judged: Findings.Judged?
    if let history = result.history {
      guard let judgement = try await stopSignal.untilStopped({ try await judge.judge(history, on: lane) })
      else { return }
      judged = Findings.Judged(schedule: ended.schedule, history: history, judgement: judgement)
    }
    findings.add(judged, number: number)
    walk.withLock { $0.strategy.end(ended, ending) }
    progress?.note { (tally, findings.current) }
  }
}
