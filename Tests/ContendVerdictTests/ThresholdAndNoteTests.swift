import ContendChecking
import ContendModel
import ContendStatistics
import Testing

@testable import ContendVerdict

@Suite("Thresholds, notes and tallies")
struct ThresholdAndNoteTests {
  private func gate(control: CallRecord = .sample(), fix: CallRecord) -> Gate {
    var gate = Gate()
    gate.controlCall = control
    gate.fixCall = fix
    gate.run(control: judgement(conserved), fix: passed)
    return gate
  }

  @Test("A threshold that the control meets and the fix breaks: regressed")
  func broken() {
    let verdict = gate(fix: .sample(duration: .milliseconds(312))).verdict(shared: [.of(.p99, .less, 250)])
    #expect(verdict.verdict == .regressed)
    #expect(
      verdict.reasons[0] == "p99 = 312 ms breaks \\threshold p99 < 250 ms; the control has 5 ms.")
    #expect(verdict.reasons.count == 2)
  }

  @Test("A threshold that the control breaks too: no regression, but a note")
  func brokenByBoth() {
    let slow = CallRecord.sample(duration: .milliseconds(300))
    let verdict = gate(control: slow, fix: slow).verdict(shared: [.of(.p99, .less, 250)])
    #expect(verdict.verdict == .eliminatedStatistically)
    #expect(
      verdict.notes.texts == [
        "p99 = 300 ms breaks \\threshold p99 < 250 ms, but so does the control: no regression."
      ])
  }

  @Test("A threshold written inside the fix counts whatever the control does")
  func own() {
    let slow = CallRecord.sample(duration: .milliseconds(300))
    let verdict = gate(control: slow, fix: slow).verdict(own: [.of(.statementsPerCall, .lessOrEqual, 2)])
    #expect(verdict.verdict == .regressed)
    #expect(
      verdict.reasons[0]
        == "statements_per_call = 4 breaks \\threshold statements_per_call <= 2; the control has 4.")
  }

  @Test("A threshold that is met says nothing")
  func met() {
    let verdict = gate(fix: .sample()).verdict(shared: [.of(.throughput, .greater, 10)])
    #expect(verdict.verdict == .eliminatedStatistically)
    #expect(verdict.notes.isEmpty)
  }

  @Test("Retries that absorb an unchanged rate of first failures are a note, never masked")
  func retries() {
    let verdict = gate(fix: .sample(attempts: 3)).verdict()
    #expect(verdict.verdict == .eliminatedStatistically)
    #expect(
      verdict.notes.texts == [
        "\\retry absorbs what still happens: 100% of the fix's calls failed in their first attempt (136 were "
          + "retried), against 0% of the control's."
      ])
  }

  @Test("Rounds in which nothing overlapped are a note")
  func vacuity() {
    var gate = gate(fix: .sample())
    let apart = History(round: 99, calls: [.sample()], invariants: [], duration: .zero)
    gate.fix.add(apart, .valid)
    #expect(
      gate.verdict().notes.texts == [
        "In 1 of 69 rounds of the fix no two calls overlapped: nothing ran concurrently."
      ])
  }

  @Test("A tally counts rounds, kinds, outcomes and what calls took")
  func tally() throws {
    var tally = ArmTally()
    let calls = [
      CallRecord.sample(), .sample(outcome: .rejected(reason: "sold_out")), .sample(outcome: .timeout),
      .sample(outcome: .killed, attempts: 2),
    ]
    let history = History(round: 4, calls: calls, invariants: [], duration: .milliseconds(500))
    tally.add(history, judgement(.timeout, conserved))
    tally.add(History(round: 9, calls: [], invariants: [], duration: .milliseconds(500)), judgement(.timeout))
    tally.add(History(round: 10, calls: [], invariants: [], duration: .zero), .unknown(["x."]))
    #expect(tally.rounds == 3)
    #expect(tally.failedRounds == 2)
    #expect(tally.unknownRounds == 1)
    #expect(tally.failures[.timeout] == .init(rounds: 2, firstRound: 4, evidence: .text("timeout.")))
    #expect(
      tally.failures[conserved] == .init(rounds: 1, firstRound: 4, evidence: .text("invariant:conserved.")))
    let kinds = Dictionary(tally.outcomes.map { ($0.key.kind, $0.value) }, uniquingKeysWith: +)
    #expect(kinds == [.ok: 1, .rejected: 1, .timeout: 1, .killed: 1])
    #expect(tally.outcomes[OutcomePattern(kind: .rejected, detail: "sold_out")] == 1)
    #expect(tally.latency.count == 3)
    #expect(tally.throughput == 4)
    #expect(tally.value(of: .errorRate) == 0.5)
    #expect(tally.value(of: .rejectRate) == 0.25)
    #expect(tally.value(of: .timeoutRate) == 0.25)
    #expect(tally.value(of: .attemptsPerCall) == 1.25)
    #expect(tally.firstAttemptFailureRate == 0.5)
    #expect(try #require(tally.failureRate) == 2.0 / 3)
  }

  @Test("An empty tally has no figures rather than zeros")
  func empty() {
    for metric in Threshold.Metric.allCases { #expect(ArmTally().value(of: metric) == nil) }
    #expect(ArmTally().failureRate == nil)
    #expect(ArmTally().failureInterval == Interval(low: 0, high: 1))
  }
}
