import ContendChecking
import ContendModel
import ContendStatistics
import Testing

@testable import ContendVerdict

@Suite("The verdict on a fix, with its sentence")
struct VerdictTests {
  @Test("No failure beside seventeen of the control: eliminated, with the bound")
  func eliminated() throws {
    var gate = Gate()
    gate.run(control: judgement(conserved), fix: passed)
    let verdict = gate.verdict()
    #expect(gate.decision.settlement == .eliminated)
    #expect(verdict.verdict == .eliminatedStatistically)
    #expect(
      verdict.reasons == [
        "0 of 68 rounds failed while the control failed in 17 of 17; p_fix/p_control ≤ 0.049 at 95% confidence."
      ])
    #expect(abs(try #require(verdict.upperBound) - 0.048174970451064614) < 1e-12)
    #expect(verdict.notes.isEmpty)
  }

  @Test("A fix that fails as often as the control: not fixed, and soon given up")
  func notFixed() {
    var gate = Gate()
    gate.run(control: judgement(conserved), fix: Array(repeating: judgement(conserved), count: 4))
    let verdict = gate.verdict()
    #expect(gate.decision.settlement == .notReduced)
    #expect(gate.decision.blocks <= 3)
    #expect(verdict.verdict == .notFixed)
    #expect(verdict.upperBound == nil)
    #expect(
      verdict.reasons[0]
        == "12 of 12 rounds failed (100%, 95% interval 74% to 100%): invariant:conserved in 12, first in "
        + "round 2; the control failed in 3 of 3.")
    #expect(verdict.reasons[1].hasPrefix("That it fails less often than the control is not shown: "))
  }

  @Test("A failure in an incomplete last block still refutes")
  func incomplete() {
    var gate = Gate()
    gate.run(control: judgement(conserved), fix: passed)
    gate.fix.add(
      History(round: 99, calls: [], invariants: [], duration: .zero), judgement(conserved))
    #expect(gate.verdict().verdict == .reduced)
    #expect(gate.verdict().upperBound == nil)
    #expect(gate.verdict().factor == 1.0 / 68)
  }

  @Test("A fix that fails surely but rarely: reduced, with factor and interval")
  func reduced() throws {
    var gate = Gate()
    gate.block(control: judgement(conserved), fix: [judgement(conserved)] + passed.dropLast())
    #expect(!gate.decision.isSettled)
    gate.run(control: judgement(conserved), fix: passed)
    let verdict = gate.verdict()
    #expect(gate.decision.settlement == .reduced)
    #expect(verdict.verdict == .reduced)
    #expect(
      verdict.reasons[1].hasPrefix(
        "It fails less often than the control, but it fails: p_fix/p_control = "))
    let interval = try #require(verdict.factorInterval)
    #expect(interval.contains(try #require(verdict.factor)))
    #expect(interval.high < 1)
  }

  @Test("A failing interleaving of a fix that is shown to fail less often: reduced")
  func reducedInExplore() {
    var gate = Gate()
    gate.run(control: judgement(conserved), fix: passed)
    let failing = Finding(.notFixed, remark("1 of 6 interleavings fails."))
    let verdict = gate.decision.verdict(control: gate.control, fix: gate.fix, explored: [failing])
    #expect(verdict.verdict == .reduced)
    #expect(verdict.reasons.contains { $0.hasPrefix("It fails less often than the control, but it fails:") })
    let few = Gate().decision.verdict(control: ArmTally(), fix: ArmTally(), explored: [failing])
    #expect(few.verdict == .notFixed)
  }

  @Test("A proof without a round of stress, and a failure beside a control without rounds, claim less")
  func withoutRounds() {
    let proof = Finding(
      .eliminatedProved,
      .schedules(.noneFails(classes: 4, clients: 2, control: Share(4, of: 6), stressed: true)))
    let unproved = StressDecision().verdict(control: ArmTally(), fix: ArmTally(), explored: [proof])
    #expect(unproved.verdict == .inconclusive)
    #expect(unproved.reasons.contains { $0.contains("not one round of stress has looked") })
    #expect(unproved.reasons.contains("Nothing was shown: not one round of the control has ended."))
    var gate = Gate()
    gate.block(control: judgement(), fix: [judgement(deadlock)] + passed.dropLast())
    let alone = gate.decision.verdict(control: ArmTally(), fix: gate.fix)
    #expect(alone.verdict == .notFixed)
  }

  @Test("A kind of failure the control never showed: regressed, after the control had its chance")
  func regressed() {
    var gate = Gate()
    gate.run(control: judgement(conserved), fix: [judgement(deadlock)] + passed.dropLast())
    #expect(gate.decision.settlement == .newKind)
    #expect(gate.decision.blocks == 14)
    #expect(gate.verdict().verdict == .regressed)
    #expect(
      gate.verdict().reasons == [
        "error:40P01 appeared in 14 of 56 rounds, first in round 2, and in none of the control's 14. error:40P01."
      ])
  }

  @Test("One new failure waits for the control, but not for ever")
  func newKindOnce() {
    var gate = Gate()
    gate.block(control: .valid, fix: [judgement(deadlock)] + passed.dropLast())
    gate.run(control: judgement(conserved), fix: passed)
    #expect(gate.decision.settlement == .newKind)
    #expect(gate.decision.blocks == 21)
    #expect(gate.verdict().verdict == .regressed)
  }

  @Test("A kind the control shows later, or in explore, is not new")
  func knownLater() {
    var gate = Gate()
    gate.block(control: judgement(conserved), fix: [judgement(deadlock)] + passed.dropLast())
    gate.run(control: judgement(deadlock), fix: passed)
    #expect(gate.verdict().verdict == .reduced)
    var explored = Gate(knownKinds: [deadlock])
    explored.block(control: .valid, fix: [judgement(deadlock)] + passed.dropLast())
    #expect(explored.verdict().verdict == .notFixed)
  }

  @Test("Regressed beats not fixed, and both are told")
  func priority() {
    var gate = Gate()
    gate.block(control: judgement(conserved), fix: [judgement(deadlock, conserved)] + passed.dropLast())
    let verdict = gate.verdict()
    #expect(verdict.verdict == .regressed)
    #expect(verdict.reasons.count == 3)
    #expect(verdict.reasons[0].hasPrefix("error:40P01"))
    #expect(verdict.reasons[1].contains("invariant:conserved in 1"))
  }

  @Test("A control that never failed: inconclusive, with the rounds it would take")
  func notReproduced() {
    var gate = Gate()
    gate.run(atMost: 20, control: .valid, fix: passed)
    #expect(gate.verdict().verdict == .inconclusive)
    #expect(
      gate.verdict().reasons == [
        "The control did not reproduce: it failed in 0 of 20 rounds, so its rate is at most 17% and at "
          + "least 505 more rounds of both would be needed (85/p). Raise --clients, or explore its "
          + "interleavings."
      ])
  }

  @Test("A budget that ended too early: inconclusive, with the rounds that are missing")
  func budget() {
    var gate = Gate()
    for index in 0..<12 {
      gate.block(control: index.isMultiple(of: 4) ? judgement(conserved) : .valid, fix: passed)
    }
    #expect(gate.verdict().verdict == .inconclusive)
    #expect(
      gate.verdict().reasons == [
        "0 of 48 rounds failed, but beside them the control failed only 3 times where 17 are needed; at its "
          + "rate of 25% about 280 more rounds of both would decide. Raise --budget, or --clients to make it "
          + "fail more often."
      ])
  }

  @Test("Rounds that could not be judged: inconclusive, with the reason, and no evidence")
  func unknown() {
    var gate = Gate()
    gate.run(control: judgement(conserved), fix: [.unknown(["No table."])] + passed.dropLast())
    #expect(gate.decision.settlement == .unjudgeable)
    #expect(gate.decision.elimination.controlFailures == 0)
    #expect(gate.verdict().verdict == .inconclusive)
    #expect(gate.verdict().reasons == ["20 of 80 rounds could not be judged: No table."])
  }

  @Test("One unjudged round keeps a fix from being called eliminated")
  func oneUnknown() {
    var gate = Gate()
    gate.block(control: .valid, fix: [.unknown(["No table."])] + passed.dropLast())
    gate.run(control: judgement(conserved), fix: passed)
    #expect(gate.verdict().verdict == .inconclusive)
  }

  @Test("Findings from elsewhere decide by priority, reasons in that order")
  func findings() {
    let verdict = FixVerdict(findings: [
      Finding(.inconclusive, remark("c.")), Finding(.masked, remark("a.")), Finding(.masked, remark("b.")),
    ])
    #expect(verdict.verdict == .masked)
    #expect(verdict.reasons == ["a.", "b.", "c."])
    #expect(FixVerdict(findings: []).verdict == .inconclusive)
  }
}
