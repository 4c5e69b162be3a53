import ContendReport
import ContendStatistics

extension Samples {
  /// Two variants over the size of a cart; the run was stopped before the last point's rounds.
  static let sweep: ResultDocument = {
    func point(_ value: String, failed: Int, p50: Double, statements: Double) -> SweepPointSection {
      var stress = stress(
        rounds: 20, failed: failed, ClopperPearson.interval(successes: failed, trials: 20), p50: p50,
        throughput: 1000 / p50, outcomes: ["ok": 2000])
      stress.statementsPerCall = statements
      return SweepPointSection(value: value, failures: failed > 0 ? ["timeout": failed] : [:], stress: stress)
    }
    let unfinished = SweepPointSection(
      value: "100",
      stress: StressSection(
        settings: StressSettingsSection(clients: 50, calls: 2), rounds: 0, failedRounds: 0, calls: 0))
    let buggy = SweepCurveSection(
      variant: "buggy", title: "one call per item",
      onset: OnsetSection(value: "5", before: "1", boundBefore: 0.168, gaps: ["10"]),
      statementGrowth: GrowthSection(model: .linear, intercept: 0, slope: 1),
      points: [
        point("1", failed: 0, p50: 2, statements: 1), point("5", failed: 7, p50: 9.5, statements: 5),
        point("10", failed: 0, p50: 19, statements: 10), unfinished,
      ])
    let batched = SweepCurveSection(
      variant: "batched", title: "fifty items a call",
      statementGrowth: GrowthSection(
        model: .chunked, intercept: 0, slope: 1, chunk: Interval(low: 50, high: 99)),
      points: [
        point("1", failed: 0, p50: 2, statements: 1), point("5", failed: 0, p50: 2.1, statements: 1),
        point("10", failed: 0, p50: 2.2, statements: 1), point("100", failed: 0, p50: 4.4, statements: 2),
      ])
    var document = Samples.document(
      .sweep, control: ControlSection(variant: "buggy", title: "one call per item", reproduced: true))
    document.sweep = SweepSection(
      parameter: "items", values: ["1", "5", "10", "100"], rounds: 20, complete: false,
      curves: [buggy, batched])
    return document
  }()
}
