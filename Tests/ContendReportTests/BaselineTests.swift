import ContendModel
import ContendReport
import ContendStatistics
import Testing

@Suite struct BaselineTests {
  private func changes(
    _ old: ResultDocument = Samples.full, _ change: (inout ResultDocument) -> Void
  ) -> [String] {
    var new = old
    change(&new)
    return BaselineComparison(ResultList([new]), against: [old]).changes.map {
      ($0.isWorse ? "worse: " : "better: ") + $0.sentence
    }
  }

  @Test func `the same result is no change`() {
    #expect(changes { _ in } == [])
  }

  @Test(
    arguments: [
      (.eliminatedProved, .eliminatedStatistically, "worse"),
      (.eliminatedStatistically, .eliminatedProved, "better"),
      (.eliminatedProved, .regressed, "worse"), (.notFixed, .reduced, "better"),
      (.reduced, .notFixed, "worse"),
      (.notFixed, .inconclusive, "worse"), (.eliminatedProved, .inconclusive, "worse"),
      (.inconclusive, .eliminatedProved, "better"), (.masked, .regressed, "worse"),
    ] as [(Verdict, Verdict, String)])
  func `a verdict that is worse fails and one that is better does not`(
    before: Verdict, after: Verdict, kind: String
  ) {
    var old = Samples.full
    old.fixes[0].verdict = before
    let expected = "\(kind): lost-update / atomic is \(after.rawValue), was \(before.rawValue)"
    #expect(changes(old) { $0.fixes[0].verdict = after } == [expected])
  }

  @Test func `a failure rate has changed only where the intervals are apart`() {
    func rate(_ interval: Interval) -> [String] { changes { $0.fixes[2].stress?.interval = interval } }
    #expect(rate(Interval(low: 0.98, high: 1)) == [])
    #expect(
      rate(Interval(low: 0.99, high: 1)).map { $0.prefix(40) } == ["worse: lost-update / flag-first fails in"]
    )
    #expect(rate(Interval(low: 0.1, high: 0.86)) == [])
    #expect(
      rate(Interval(low: 0.1, high: 0.85)).map { $0.prefix(41) } == [
        "better: lost-update / flag-first fails in"
      ])
  }

  @Test func `a control that no longer fails shows nothing about its fixes`() {
    let expected = "worse: lost-update / buggy no longer fails, so nothing is shown about its fixes"
    #expect(changes { $0.control.reproduced = false } == [expected])
  }

  @Test func `a scenario that can no longer be run is worse, and one that was not asked for is no change`() {
    let broken = UnrunnableScenario(name: "lost-update", file: "x", exitCode: 65)
    let comparison = BaselineComparison(ResultList(unrunnable: [broken]), against: [Samples.full])
    #expect(comparison.isWorse)
    #expect(BaselineComparison(ResultList(), against: [Samples.full]).changes == [])
  }

  @Test func `the report says what is worse before what is better`() {
    var new = Samples.full
    new.fixes[1].verdict = .eliminatedProved
    new.fixes[0].verdict = .masked
    let report = BaselineReport(BaselineComparison(ResultList([new]), against: [Samples.full]))
    let expected = """

      Against the baseline: 1 worse, 1 better.
      ✗ lost-update / atomic is masked, was eliminated_proved.
      ✓ lost-update / serializable is eliminated_proved, was eliminated_statistically.

      """
    #expect(report.text(style: .plain) == expected)
  }
}
