import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import Synchronization

/// Walks a strategy's executions over the lanes and judges each of them.
final class Exploration<S: Strategy>: Sendable {
  private let strategy: Mutex<S>
  private let lanes: Lanes
  private let oracle: any Oracle
  private let serial: SerialOutcomes
  private let deadline: ContinuousClock.Instant
  private let control: RunControl
  let findings = Findings()

  init(
    _ strategy: sending S, lanes: Lanes, judging: Judging, serial: SerialOutcomes,
    deadline: ContinuousClock.Instant, control: RunControl
  ) {
    self.strategy = Mutex(strategy)
    self.lanes = lanes
    oracle = CombinedOracle(judging: judging)
    self.serial = serial
    self.deadline = deadline
    self.control = control
  }

  var tally: Tally { strategy.withLock { $0.tally } }

  /// Runs until the strategy is finished, the time is over, or a run showed that going on is no use.
  func run() async throws {
    try await lanes.forEach { [self] lane in
      while ContinuousClock.now < deadline, !control.isStopped, !isHopeless {
        switch strategy.withLock({ $0.begin() }) {
        case .run(let execution): try await run(execution, on: lane)
        case .later: await lane.pause(.microseconds(100))
        case .finished: return
        }
      }
    }
  }

  /// A stranger's lock or a statement that never returns would only be met again.
  private var isHopeless: Bool {
    let state = findings.current
    return state.foreignBlocker != nil || !state.stuck.isEmpty
  }

  private func run(_ execution: S.Run, on lane: Lane) async throws {
    let result = try await lane.run(execution)
    let (ended, ending) = (result.execution, result.ending)
    findings.add(
      uncontrolledWakes: result.uncontrolledWakes, stuck: result.stuck, foreignBlocker: result.foreignBlocker)
    if let history = result.history {
      let judgement = oracle.judge(history).merging(try await serial.judge(history, on: lane))
      findings.add(ended.schedule, history, judgement)
    }
    strategy.withLock { $0.end(ended, ending) }
  }
}
