import ContendChecking
import ContendExecution
import ContendModel
import ContendVerdict

/// An arm together with what its rounds came to: where execution meets the oracles.
final class JudgedArm: CallSink {
  /// Failed calls of a round that its history names; further ones are only counted.
  private static let namedFailures = 100

  let arm: StressArm
  private let oracle: CombinedOracle
  private let outcomes: OutcomeOracle
  private(set) var tally = ArmTally()
  /// The first failure of each kind, with its evidence.
  private(set) var firstFailures: [FailureKind: Failure] = [:]
  /// Calls whose own outcome is a failure.
  private(set) var failedCalls = 0
  /// Failed calls of the round that runs.
  private var named = 0
  private var unnamed: [OutcomePattern: Int] = [:]
  /// Statements that did not return when nothing else ran.
  var stuckAlone: [Diagnostic] = []
  /// What a comparison with other arms needs of single rounds; nil where nobody compares.
  var figures: RoundFigures?

  init(_ arm: StressArm, judging: Judging) {
    self.arm = arm
    oracle = CombinedOracle(judging: judging)
    outcomes = OutcomeOracle(judging: judging)
  }

  var variant: Variant { arm.variant }

  func close() { arm.close() }

  /// Runs and judges the next round; nil if the run was stopped.
  func runRound(stopSignal: StopSignal) async throws -> Judgement? {
    let before = (tally, failedCalls, figures)
    (named, unnamed) = (0, [:])
    figures?.beginRound()
    let ran = try await stopSignal.untilStopped { [self] in
      try await arm.run(round: tally.rounds + 1, stopSignal: stopSignal, into: self)
    }
    guard var history = ran ?? nil else {
      (tally, failedCalls, figures) = before
      return nil
    }
    if history.calls.count < tally.calls - before.0.calls { history.uncollected = unnamed }
    let judgement = oracle.judge(history)
    tally.endRound(history, judgement)
    figures?.endRound(history.duration)
    for failure in judgement.failures where firstFailures[failure.kind] == nil {
      firstFailures[failure.kind] = failure
    }
    return judgement
  }

  func ended(_ call: CallRecord) -> Bool {
    tally.add(call)
    figures?.add(call)
    guard outcomes.isFailure(call.outcome) else { return false }
    failedCalls += 1
    guard named < Self.namedFailures else {
      unnamed[OutcomePattern(call.outcome), default: 0] += 1
      return false
    }
    named += 1
    return true
  }

  /// Runs traced rounds, which count nowhere, until one fails in a way that was seen before.
  func traceFailure(attempts: Int, stopSignal: StopSignal) async throws -> (History, Failure)? {
    for attempt in 1...attempts {
      guard
        let history = try await arm.run(round: tally.rounds + attempt, traced: true, stopSignal: stopSignal)
      else { return nil }
      let known = oracle.judge(history).failures.first { tally.failures[$0.kind] != nil }
      if let known { return (history, known) }
    }
    return nil
  }
}
