import ContendModel
import ContendReport
import Testing

@Suite struct ConclusionTests {
  private func end(_ document: ResultDocument) -> String {
    TerminalReport(document, width: 1_000, detail: .brief).text(style: .plain)
  }

  @Test func eliminatedFixesAreNamedWithHowItWasShown() {
    let document = Samples.document(fixes: [Samples.atomic, Samples.serializable], exitCode: 0)
    #expect(
      end(document).contains(
        "lost-update (P4) is eliminated by atomic (proved) and serializable (statistically); "
          + "all as expected."))
  }

  @Test func aRunThatFailsIsNotCalledAllAsExpected() {
    let document = Samples.document(fixes: [Samples.atomic], exitCode: 1)
    #expect(!end(document).contains("all as expected"))
    #expect(end(document).contains("as the scenario expects, and not what this run was to show."))
  }

  @Test(arguments: [60, 80, 100, 140, 200])
  func aVerdictIsTheSameWordAtEveryWidth(width: Int) {
    let document = Samples.document(fixes: [Samples.atomic])
    let table = TerminalReport(document, width: width, detail: .brief).text(style: .plain)
    #expect(table.contains("proved") && !table.contains("eliminated_proved"))
  }

  @Test func aFixThatFailsAsAnotherClassIsNotAsExpected() {
    var fix = Samples.flagFirst
    fix.expected = ["not_fixed"]
    #expect(fix.meetsExpectation)
    fix.expectedClass = .deadlock
    #expect(fix.missesClass && !fix.meetsExpectation)
    #expect(end(Samples.document(fixes: [fix])).contains("not as expected: \(fix.name)."))
  }

  @Test func aMissedClassIsNotAsExpected() {
    var document = Samples.document(fixes: [Samples.atomic])
    document.control.expectedClass = .writeSkew
    #expect(end(document).contains("not as expected: the class of buggy."))
    let text = TerminalReport(document, width: 200).text(style: .plain)
    #expect(text.contains("expected write-skew"))
  }

  @Test func aDivergedExplorationAsksForARepeatableScenario() {
    var fix = Samples.atomic
    fix.verdict = .inconclusive
    fix.explore?.diverged = 2
    #expect(end(Samples.document(fixes: [fix])).contains("next: make atomic repeatable"))
  }

  @Test func aControlWithoutFixesIsAConclusionToo() {
    #expect(end(Samples.document()).contains("buggy fails with lost-update (P4); no fix was judged."))
  }

  @Test func anUnfinishedExplorationAsksForABudget() {
    var document = Samples.exploreOnly
    document.control.reproduced = false
    document.control.explore?.complete = false
    #expect(end(document).contains("buggy did not fail in 6 schedules."))
    #expect(end(document).contains("next: raise --budget"))
    document.control.explore?.diverged = 1
    #expect(end(document).contains("next: make buggy repeatable"))
    document.command = .replay
    #expect(end(document).contains("next: replay the variant, the parameters and the seed of the recording"))
    document.control.explore = nil
    #expect(end(document) == "buggy did not run.\n")
  }

  @Test func aReplayThatDivergedSaysSoFirst() {
    var document = Samples.exploreOnly
    document.command = .replay
    document.control.explore?.complete = false
    document.control.explore?.diverged = 1
    document.control.explore?.divergedAt = 3
    let failing = TerminalReport(document, width: 200).text(style: .plain)
    #expect(failing.contains("? diverged at step 3, and fails: lost-update"))
    #expect(failing.contains("The replay diverged at step 3, and buggy fails with lost-update (P4)."))
    document.control.reproduced = false
    document.control.anomaly = nil
    document.control.failures = []
    let text = TerminalReport(document, width: 200).text(style: .plain)
    #expect(text.contains("\n? diverged at step 3\n"), "\(text)")
    #expect(text.contains("The replay diverged at step 3: it is not the run that was recorded"))
    #expect(!text.contains("no failure seen"))
  }

  @Test func whatWasNotCoveredIsNoSuccess() {
    var document = Samples.exploreOnly
    document.control.reproduced = false
    let text = TerminalReport(document, width: 100).text(style: .plain)
    #expect(text.contains("✓ no failure seen"))
    document.control.explore?.complete = false
    #expect(TerminalReport(document, width: 100).text(style: .plain).contains("? no failure seen"))
    document.control.explore?.complete = true
    document.control.explore?.diverged = 1
    #expect(TerminalReport(document, width: 100).text(style: .plain).contains("? no failure seen"))
  }

  @Test func theBudgetToTryNextIsTwiceTheLastWithinBounds() {
    var document = Samples.inconclusive
    #expect(end(document).contains("--fix advisory --budget 120s"))
    document.duration = 300.2
    #expect(end(document).contains("--budget 601s"))
    document.duration = 1e300
    #expect(end(document).contains("--budget 3600s"))
  }

  @Test func aFailureThatNobodyExpectedIsPictured() {
    var fix = Samples.flagFirst
    fix.expected = ["eliminated"]
    let text = TerminalReport(Samples.document(fixes: [Samples.atomic, fix]), width: 100).text(style: .plain)
    #expect(text.contains("contend replay lost-update --variant flag-first"))
    let expected = TerminalReport(Samples.full, width: 100).text(style: .plain)
    #expect(!expected.contains("--variant flag-first"))
  }
}
