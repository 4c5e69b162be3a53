import ContendChecking
import ContendExecution
import ContendModel

/// What explored schedules are judged by: the oracles every scenario has, and the serial orders.
struct ScheduleJudge: Sendable {
  private let oracle: CombinedOracle
  let serial: SerialOutcomes

  init(_ judging: Judging, _ variant: Variant) {
    oracle = CombinedOracle(judging: judging)
    serial = SerialOutcomes(variant.serialUnits(in: judging))
  }

  func judge(_ history: History, on lane: Lane) async throws -> Judgement {
    oracle.judge(history).merging(try await serial.judge(history, on: lane))
  }
}
