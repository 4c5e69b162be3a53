import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import Synchronization

/// What the schedules of an exploration showed, gathered from all lanes.
final class Findings: Sendable {
  /// One schedule that was judged.
  struct Judged: Sendable {
    var schedule: Schedule
    var history: History
    var judgement: Judgement
  }

  struct Kind: Sendable {
    var schedules = 0
    /// Those of them that showed no other kind.
    var alone = 0
    /// The failing schedule with the fewest context switches so far.
    var example: Judged
    var failure: Failure
  }

  struct State: Sendable {
    var judged = 0
    var failing = 0
    var unknown: [String] = []
    var kinds: [FailureKind: Kind] = [:]
    var outcomes: Set<SerialOutcome> = []
    /// The first passing schedules and then every fiftieth, to be replayed.
    var samples: [Judged] = []
    var uncontrolledWakes = 0
    var stuck: [StuckCall] = []
    var foreignBlocker: String?
    /// Schedules until the first failure was seen.
    var firstFailure: Int?

    /// A stranger's lock or a statement that never returns would only be met again.
    var isHopeless: Bool { foreignBlocker != nil || !stuck.isEmpty }
  }

  /// Passing schedules that are replayed whatever their number, so that small programs are checked too.
  static let firstSamples = 2
  private static let samplingInterval = 50
  private let state = Mutex(State())

  var current: State { state.withLock { $0 } }

  func add(_ schedule: Schedule, _ history: History, _ judgement: Judgement) {
    state.withLock { state in
      let judged = Judged(schedule: schedule, history: history, judgement: judgement)
      state.judged += 1
      state.outcomes.insert(SerialOutcome(history))
      if case .unknown(let reasons) = judgement { state.unknown = reasons }
      if judgement.failures.isEmpty {
        if state.samples.count < Self.firstSamples || state.judged % Self.samplingInterval == 1 {
          state.samples.append(judged)
        }
        return
      }
      state.failing += 1
      if state.firstFailure == nil { state.firstFailure = state.judged }
      for failure in judgement.failures { state.add(failure, judged) }
    }
  }

  func add(uncontrolledWakes: Int, stuck: [StuckCall], foreignBlocker: String?) {
    state.withLock { state in
      state.uncontrolledWakes += uncontrolledWakes
      state.stuck += stuck
      state.foreignBlocker = state.foreignBlocker ?? foreignBlocker
    }
  }
}

extension Findings.State {
  fileprivate mutating func add(_ failure: Failure, _ judged: Findings.Judged) {
    var kind = kinds[failure.kind] ?? Findings.Kind(example: judged, failure: failure)
    kind.schedules += 1
    if judged.judgement.failures.allSatisfy({ $0.kind == failure.kind }) { kind.alone += 1 }
    let known = kind.example.schedule
    // Equal switches: the smaller schedule, so that the number of lanes changes nothing.
    if (judged.schedule.contextSwitches, judged.schedule) < (known.contextSwitches, known) {
      kind.example = judged
      kind.failure = failure
    }
    kinds[failure.kind] = kind
  }
}
