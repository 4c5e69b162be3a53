import ContendReport
import Testing

@Suite struct ProgressTests {
  private let progress = Progress(
    phase: "stress", arms: [.init(name: "buggy", done: 17, failed: 17), .init(name: "atomic", done: 1068)],
    elapsed: 12.4, budget: 60, evidence: .init(value: 14.2, needed: 20))

  @Test func theLineTellsPhaseTimeArmsAndEvidence() {
    #expect(
      progress.plainLine
        == "stress 12 s of 1 min 00 s · buggy 17/17 failed · atomic 0/1,068 failed · evidence 14 of 20")
  }

  @Test func aSetUpTellsTheTimeAlone() {
    #expect(
      Progress(phase: "set-up", arms: [], elapsed: 7, budget: 60).plainLine == "set-up 7.0 s of 1 min 00 s")
  }

  @Test func theLiveLineFitsTheTerminal() {
    let line = progress.liveLine(style: .plain, width: 40)
    #expect(line == "stress 12 s of 1 min 00 s · buggy 17/17…")
    #expect(line.count == 40)
  }

  @Test func theLiveLineIsColoredWhereSomethingFailed() {
    #expect(progress.liveLine(style: .color, width: 200).contains("\u{1B}[31m17/17 failed"))
  }

  @Test func aLogHasALineAtOnceForEachPhaseAndThenNowAndAgain() {
    var log = ProgressLog(interval: 5)
    var next = Progress(phase: "explore", arms: [], elapsed: 0)
    #expect(log.line(for: next) == "explore 0.0 s")
    next.elapsed = 4.9
    #expect(log.line(for: next) == nil)
    next.elapsed = 5
    #expect(log.line(for: next) == "explore 5.0 s")
    next.phase = "stress"
    #expect(log.line(for: next) == "stress 5.0 s")
    #expect(log.line(for: next) == nil)
  }

  @Test func aResetBetweenRoundsIsALineOnlyWhenOneIsDue() {
    var log = ProgressLog(interval: 5)
    let stress = Progress(phase: "stress", arms: [], elapsed: 0)
    var reset = Progress(phase: "reset", arms: [], elapsed: 2)
    reset.isUpkeep = true
    #expect(log.line(for: stress) == "stress 0.0 s")
    #expect(log.line(for: reset) == nil)
    reset.elapsed = 6
    #expect(log.line(for: reset) == "reset 6.0 s")
    #expect(log.line(for: Progress(phase: "stress", arms: [], elapsed: 7)) == nil)
  }
}
