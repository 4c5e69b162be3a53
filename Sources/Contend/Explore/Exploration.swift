import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import Synchronization

/// Walks a strategy's executions over the lanes and judges each of them.
final class Exploration<S: Strategy>: Sendable {
  private let strategy: Mutex<S>
  private let lanes: Lanes
  private let judge: ScheduleJudge
  private let deadline: ContinuousClock.Instant
  private let control: RunControl
  let findings = Findings()

  init(
    _ strategy: sending S, lanes: Lanes, judge: ScheduleJudge,
    deadline: ContinuousClock.Instant, control: RunControl
  ) {
    self.strategy = Mutex(strategy)
    self.lanes = lanes
    self.judge = judge
    self.deadline = deadline
    self.control = control
  }

  var tally: Tally { strategy.withLock { $0.tally } }

  /// Runs until the strategy is finished, the time is over, or a run showed that going on is no use.
  ///
  /// An error on one lane ends the others too: what they wait for may be the run that it left open.
  func run() async throws {
    try await lanes.forEach { [self] lane in
      while ContinuousClock.now < deadline, !control.isStopped, !Task.isCancelled,
        !findings.current.isHopeless
      {
        switch strategy.withLock({ $0.begin() }) {
        case .run(let execution): try await run(execution, on: lane)
        case .later: await lane.pause(.microseconds(100))
        case .finished: return
        }
      }
    }
  }

  private func run(_ execution: S.Run, on lane: Lane) async throws {
    guard let result = try await control.untilStopped({ try await lane.run(execution) }), !control.isStopped
    else { return }
    let (ended, ending) = (result.execution, result.ending)
    findings.add(
      uncontrolledWakes: result.uncontrolledWakes, stuck: result.stuck, foreignBlocker: result.foreignBlocker)
    if let history = result.history {
      guard let judgement = try await control.untilStopped({ try await judge.judge(history, on: lane) })
      else { return }
      findings.add(ended.schedule, history, judgement)
    }
    strategy.withLock { $0.end(ended, ending) }
  }
}
