import ContendChecking
import ContendModel
import ContendReport
import ContendStatistics
import Testing

@testable import ContendVerdict

@Suite struct AcceptanceTests {
  private func finding(
    _ rounds: (calls: Int, accepted: Int, serial: [Int])..., atomicity: Atomicity = .operation
  ) -> Finding? {
    Acceptance(
      rounds: rounds.map { round in
        // As many orders as it takes.
        let serial = Array(repeating: round.serial, count: 5).flatMap(\.self)
        return .init(calls: round.calls, accepted: round.accepted, serial: serial)
      },
      atomicity: atomicity
    ).finding(ends: ["rejected:busy (3)"])
  }

  @Test func `rejecting what every serial order accepts is masked, however little`() {
    #expect(finding((50, 49, [50, 50, 50]))?.verdict == .masked)
    #expect(
      finding((50, 47, [50, 50, 50]), (50, 50, [50, 50, 50]))?.reason
        == "It rejects or aborts work that every serial order accepts: 97 of 100 calls in 2 rounds came "
        + "through, one after another at least 100 do (15 orders of each round tried); it ended calls in "
        + "rejected:busy (3).")
  }

  @Test func `rejecting everything is masked where orders reject some, too`() {
    #expect(finding((50, 0, [22, 20, 25]))?.verdict == .masked)
  }

  @Test func `what orders reject themselves may be rejected`() {
    #expect(finding((50, 20, [22, 20, 25]), (50, 19, [21, 20, 22])) == nil)
    #expect(finding((50, 25, [22, 20, 25])) == nil)
  }

  @Test func `without serial orders as criterion only rejecting everything counts`() {
    #expect(finding((50, 10, [50, 50, 50]), atomicity: .none) == nil)
    #expect(finding((50, 0, [50, 50, 50]), atomicity: .none)?.verdict == .masked)
  }

  @Test func `serial orders are asked only where they could show something`() {
    #expect(Acceptance.isInDoubt(accepted: [50, 49], atomicity: .operation))
    #expect(!Acceptance.isInDoubt(accepted: [0, 3], atomicity: .none))
    #expect(Acceptance.isInDoubt(accepted: [0, 0], atomicity: .none))
  }

  @Test func `few orders are not held against a fix that accepts something`() {
    func verdict(accepted: Int) -> Verdict? {
      Acceptance(
        rounds: [.init(calls: 50, accepted: accepted, serial: [50, 50, 50])], atomicity: .operation
      ).finding(ends: [])?.verdict
    }
    #expect(verdict(accepted: 40) == .inconclusive)
    #expect(verdict(accepted: 0) == .masked)
  }

  @Test func `nothing compared is nothing found`() {
    #expect(finding() == nil)
    #expect(finding((50, 0, [])) == nil)
  }
}

@Suite struct PartitionGainTests {
  private func gain(_ control: Double, _ fix: Double, noise: Double = 0.02) -> PartitionGain {
    func ratio(_ factor: Double) -> PairedRatio? {
      PairedRatio(
        (0..<8).map { .init(before: 100, after: 100 * factor * (1 + noise * Double($0 % 3 - 1))) })
    }
    return PartitionGain(clients: 6, control: ratio(control), fix: ratio(fix))
  }

  @Test func `more blocks are run only while they can still tell`() {
    #expect(!gain(5, 1).isOpen)
    #expect(!gain(5, 4).isOpen)
    #expect(!gain(1, 1).isOpen)
    #expect(gain(5, 1.3, noise: 0.4).isOpen)
  }

  @Test func `a fix that gains nothing where the control does is masked`() {
    let finding = gain(5, 1).finding(partition: "sku")
    #expect(finding?.verdict == .masked)
    #expect(
      finding?.reason.hasPrefix("It serialised everything: on distinct values of sku 6 clients do 1×") == true
    )
    #expect(gain(5, 1).note(partition: "sku") == nil)
  }

  private func note(_ gain: PartitionGain) -> String? {
    gain.note(partition: "sku").map { Sentences(.terminal).text($0) }
  }

  @Test func `a fix that gains a little more than a tenth is not`() {
    #expect(gain(5, 1.2).finding(partition: "sku") == nil)
    #expect(gain(5, 4).finding(partition: "sku") == nil)
    #expect(note(gain(5, 4))?.hasPrefix("On distinct values of sku 6 clients do 4×") == true)
  }

  @Test func `a machine on which the control gains nothing shows nothing`() {
    #expect(gain(1.05, 1).finding(partition: "sku") == nil)
    #expect(note(gain(1.05, 1))?.contains("cannot show whether") == true)
    #expect(gain(1.3, 1, noise: 0.3).finding(partition: "sku") == nil)
  }

  @Test func `too few blocks show nothing`() {
    let gain = PartitionGain(clients: 6, control: nil, fix: nil)
    #expect(gain.finding(partition: "sku") == nil)
    #expect(gain.note(partition: "sku") == nil)
  }
}

@Suite struct CauseMetricTests {
  private let perItem = Growth.linear(intercept: 1, slope: 1)

  @Test func `statements that still grow as the control's are the cause unchanged`() {
    let metric = CauseMetric(parameter: "items", control: perItem, fix: .linear(intercept: 3, slope: 1))
    #expect(
      metric.finding?.reason
        == "The cause is unchanged: statements per call still grow with items, by 1 a unit, where the control's "
        + "grow by 1.")
    #expect(metric.finding?.verdict == .masked)
  }

  @Test func `batches and constants have dealt with it`() {
    for growth in [
      Growth.constant(2), .chunked(intercept: 0, perChunk: 1, chunk: 50...50), .irregular,
      .linear(intercept: 0, slope: 0.1),
    ] {
      #expect(CauseMetric(parameter: "items", control: perItem, fix: growth).finding == nil)
    }
    #expect(CauseMetric(parameter: "items", control: .constant(4), fix: .constant(4)).finding == nil)
    #expect(CauseMetric(parameter: "items", control: perItem, fix: nil).finding == nil)
  }

  @Test func `only failures to be in time ask for it`() {
    #expect(CauseMetric.isAboutTime([.timeout]))
    #expect(CauseMetric.isAboutTime([.invariant("x"), .error("57014")]))
    #expect(!CauseMetric.isAboutTime([.invariant("x"), .error("40001"), .poolTimeout]))
  }

  @Test func `a failure further out is named with its value`() {
    let further = FurtherOut(
      parameter: "clients", value: "200", rounds: 5, failedRounds: 3, kinds: [.poolTimeout, .error("53300")])
    #expect(
      further.finding?.reason
        == "It fails again further out: 3 of 5 rounds at clients = 200 (error:53300, pool_timeout).")
    #expect(further.finding?.verdict == .masked)
    #expect(FurtherOut(parameter: "n", value: "9", rounds: 5, failedRounds: 0, kinds: []).finding == nil)
  }
}

@Suite struct DepthPriorityTests {
  private func verdict(_ scrutiny: [Finding], fails: Bool = false) -> FixVerdict {
    var gate = Gate()
    if fails {
      gate.run(control: judgement(conserved), fix: Array(repeating: judgement(conserved), count: 4))
    } else {
      gate.run(control: judgement(conserved), fix: passed)
    }
    var found = ScrutinyFindings()
    found.findings = scrutiny
    found.notes = [remark("A note.")]
    return gate.decision.verdict(control: gate.control, fix: gate.fix, scrutiny: found)
  }

  private let masked = Finding(.masked, remark("m."))
  private let regressed = Finding(.regressed, remark("r."))
  private let doubt = Finding(.inconclusive, remark("d."))

  @Test func `regressed beats not fixed beats masked beats inconclusive beats eliminated`() {
    #expect(verdict([]).verdict == .eliminatedStatistically)
    #expect(verdict([doubt]).verdict == .inconclusive)
    #expect(verdict([doubt, masked]).verdict == .masked)
    #expect(verdict([masked], fails: true).verdict == .notFixed)
    #expect(verdict([masked, regressed, doubt]).verdict == .regressed)
    #expect(verdict([regressed], fails: true).verdict == .regressed)
  }

  @Test func `every reason is told, the deciding one first, and notes stay notes`() {
    let result = verdict([doubt, masked])
    #expect(result.reasons.prefix(2) == ["m.", "d."])
    #expect(result.reasons.count == 3)
    #expect(result.notes.texts == ["A note."])
  }

  @Test func `a proof does not outweigh what the scrutiny found`() {
    var gate = Gate()
    gate.run(atMost: 3, control: judgement(conserved), fix: passed)
    var found = ScrutinyFindings()
    let proof = [Finding(.eliminatedProved, remark("p."))]
    #expect(
      gate.decision.verdict(control: gate.control, fix: gate.fix, explored: proof, scrutiny: found).verdict
        == .eliminatedProved)
    found.findings = [masked]
    #expect(
      gate.decision.verdict(control: gate.control, fix: gate.fix, explored: proof, scrutiny: found).verdict
        == .masked)
  }
}
