import ContendChecking
import ContendExecution
import ContendModel
import ContendVerdict

/// An arm together with what its rounds came to: where execution meets the oracles.
final class JudgedArm {
  let arm: StressArm
  private let oracle: CombinedOracle
  private(set) var tally = ArmTally()
  /// The first failure of each kind, with its evidence.
  private(set) var firstFailures: [FailureKind: Failure] = [:]
  /// Calls whose own outcome is a failure.
  private(set) var failedCalls = 0

  init(_ arm: StressArm, judging: Judging) {
    self.arm = arm
    oracle = CombinedOracle(judging: judging)
  }

  var variant: Variant { arm.variant }

  func close() { arm.close() }

  /// Runs and judges the next round; nil if the run was stopped.
  func runRound(control: RunControl) async throws -> Judgement? {
    guard let history = try await arm.run(round: tally.rounds + 1, control: control) else { return nil }
    let judgement = oracle.judge(history)
    tally.add(history, judgement)
    failedCalls += Set(judgement.failures.flatMap(\.calls)).count
    for failure in judgement.failures where firstFailures[failure.kind] == nil {
      firstFailures[failure.kind] = failure
    }
    return judgement
  }

  /// Runs traced rounds, which count nowhere, until one fails in a way that was seen before.
  func traceFailure(attempts: Int, control: RunControl) async throws -> (History, Failure)? {
    for attempt in 1...attempts {
      guard let history = try await arm.run(round: tally.rounds + attempt, traced: true, control: control)
      else { return nil }
      let known = oracle.judge(history).failures.first { tally.failures[$0.kind] != nil }
      if let known { return (history, known) }
    }
    return nil
  }
}
