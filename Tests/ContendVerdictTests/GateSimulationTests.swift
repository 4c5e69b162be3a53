import ContendChecking
import ContendModel
import ContendStatistics
import Testing

@testable import ContendVerdict

/// Failure rates of both arms in one round, whatever else the machine does.
private struct Rates {
  var control: Double
  var fix: Double
}

/// What the design promises, seen to hold in a thousand gates of each kind.
///
/// The seeds are fixed, so a run gives the same verdicts everywhere. The exact probability of a false
/// pass is 0.031 to 0.045; other seeds may pass 5% by chance, the probability behind them does not.
@Suite("A thousand simulated gates")
struct GateSimulationTests {
  private static let gates = 1000

  /// Verdicts of a thousand gates; `rates` may depend on block and position within it.
  ///
  /// Only where `reduction` is the question does a gate go on after the fix has failed.
  private func verdicts(
    seed: UInt64, blocks: Int, reduction: Bool = false, rates: (Int, Int, inout RandomStream) -> Rates
  ) -> [Verdict: Int] {
    print("gate simulation, seed \(seed)")
    var counts: [Verdict: Int] = [:]
    for index in 0..<Self.gates {
      var random = RandomStream(seed: seed, path: index)
      counts[verdict(blocks, reduction, &random, rates), default: 0] += 1
    }
    print("  \(counts.map { "\($0.key.rawValue) \($0.value)" }.sorted())")
    return counts
  }

  /// Folds only what the decision needs: a round fails or it does not.
  private func verdict(
    _ blocks: Int, _ reduction: Bool, _ random: inout RandomStream,
    _ rates: (Int, Int, inout RandomStream) -> Rates
  ) -> Verdict {
    var gate = Simulation()
    for block in 0..<blocks {
      if gate.decision.isSettled || (gate.hasFailed && !reduction) { break }
      let place = Int.random(in: 0..<5, using: &random)
      var control = Judgement.valid
      var fix: [Judgement] = []
      for position in 0..<5 {
        let rate = rates(block, position, &random)
        let hasFailed = random.unit() < (position == place ? rate.control : rate.fix)
        let result = hasFailed ? Simulation.failure : .valid
        if position == place { control = result } else { fix.append(result) }
      }
      gate.endBlock(control: control, fix: fix)
    }
    return gate.verdict
  }

  @Test(
    "A fix that fails at a twentieth of the control's rate is called eliminated in at most 5%",
    arguments: [1.0, 0.5, 0.1])
  func falsePass(rate: Double) {
    let counts = verdicts(seed: 20_240_601, blocks: Int(400 / rate)) { _, _, _ in
      Rates(control: rate, fix: rate / 20)
    }
    #expect(counts[.eliminatedStatistically, default: 0] <= 50)
  }

  @Test("So it is where the machine drifts from a hot to a cold hour and back")
  func drift() {
    let counts = verdicts(seed: 7, blocks: 4000) { block, _, _ in
      let phase = block / 25 % 3
      let rate = [0.8, 0.02, 0.3][phase]
      return Rates(control: rate, fix: rate / 20)
    }
    #expect(counts[.eliminatedStatistically, default: 0] <= 50)
  }

  @Test("So it is where the control's failures come early and then cease")
  func fading() {
    let counts = verdicts(seed: 8, blocks: 2000) { block, _, _ in
      let rate = block < 15 ? 0.9 : 0.01
      return Rates(control: rate, fix: rate / 20)
    }
    #expect(counts[.eliminatedStatistically, default: 0] <= 50)
  }

  @Test("So it is where failures come in bursts of whole blocks")
  func bursts() {
    let counts = verdicts(seed: 9, blocks: 6000) { block, _, _ in
      // Which blocks are hot is the same for both arms: that is what a burst on one machine is.
      var burst = RandomStream(seed: 99, path: block / 5)
      let rate = burst.unit() < 0.1 ? 0.9 : 0.01
      return Rates(control: rate, fix: rate / 20)
    }
    #expect(counts[.eliminatedStatistically, default: 0] <= 50)
  }

  @Test("So it is where the calls of a round fail together, since a round is one trial")
  func correlatedCalls() {
    // Fifty calls fail together or not at all: the round's rate is all that the gate sees.
    let counts = verdicts(seed: 10, blocks: 4000) { _, _, random in
      let isHot = random.unit() < 0.2
      return isHot ? Rates(control: 1, fix: 1.0 / 20) : Rates(control: 0, fix: 0)
    }
    #expect(counts[.eliminatedStatistically, default: 0] <= 50)
  }

  @Test(
    "A fix that never fails is certified whenever the control failed often enough",
    arguments: [1.0, 0.2])
  func power(rate: Double) {
    let counts = verdicts(seed: 11, blocks: Int(40 / rate)) { _, _, _ in Rates(control: rate, fix: 0) }
    // P(binomial(200, 0.2) ≥ 17) = 0.9999996 (scipy.stats.binom.sf(16, 200, 0.2)).
    #expect(counts[.eliminatedStatistically] == Self.gates)
  }

  @Test("A fix that fails a hundredth as often as the control is certified in about half the gates")
  func rareFix() {
    // Certified iff 17 blocks of four rounds pass: 0.99 ** 68 = 0.505.
    let counts = verdicts(seed: 12, blocks: 400) { _, _, _ in Rates(control: 1, fix: 0.01) }
    #expect((450...560).contains(counts[.eliminatedStatistically, default: 0]))
  }

  @Test("A fix that changed nothing is called reduced in at most 5%, under drift too")
  func falseReduction() {
    let counts = verdicts(seed: 13, blocks: 2000, reduction: true) { block, _, _ in
      let rate = block / 10 % 2 == 0 ? 0.6 : 0.05
      return Rates(control: rate, fix: rate)
    }
    #expect(counts[.reduced, default: 0] <= 50)
    #expect(counts[.eliminatedStatistically, default: 0] == 0)
  }

  @Test("A fix that fails a fifth as often is called reduced in nearly every gate")
  func reduction() {
    let counts = verdicts(seed: 14, blocks: 2000, reduction: true) { _, _, _ in Rates(control: 0.5, fix: 0.1)
    }
    #expect(counts[.reduced, default: 0] >= 950)
  }
}

/// A gate without histories: what decides, and nothing that only reports.
private struct Simulation {
  var decision = StressDecision()
  private(set) var hasFailed = false
  static let failure = judgement(conserved)

  mutating func endBlock(control: Judgement, fix: [Judgement]) {
    hasFailed = hasFailed || fix.contains { !$0.failures.isEmpty }
    decision.endBlock(control: control, fix: fix)
  }

  var verdict: Verdict {
    if hasFailed { return decision.reduction.isReached ? .reduced : .notFixed }
    return decision.elimination.isReached ? .eliminatedStatistically : .inconclusive
  }
}
