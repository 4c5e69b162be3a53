import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel

/// Makes the example of a failure as easy to read as it gets: each proposal is run and judged.
struct Minimisation {
  /// Proposals to run at the most; each costs as much as a schedule of the exploration.
  private static let limit = 300

  let judge: ScheduleJudge
  let lane: Lane
  let stopSignal: StopSignal

  /// The simplest schedule found that fails with the same kind of failure.
  func simplest(_ found: Findings.Kind) async throws -> Findings.Kind {
    var minimiser = Minimiser(found.example.schedule)
    var best = found
    for _ in 0..<Minimisation.limit where !stopSignal.isStopped {
      guard let proposal = minimiser.proposal() else { break }
      let run = try await lane.run(ReplayExecution(proposal, fidelity: .lenient))
      let executed = run.execution.schedule
      guard let history = run.history else {
        minimiser.report(executed: executed, failsAlike: false)
        continue
      }
      let judgement = try await judge.judge(history, on: lane)
      let failure = judgement.failures.first { $0.kind == found.failure.kind }
      minimiser.report(executed: executed, failsAlike: failure != nil)
      if let failure, minimiser.best == executed {
        best.example = Findings.Judged(schedule: executed, history: history, judgement: judgement)
        best.failure = failure
      }
    }
    return best
  }
}
