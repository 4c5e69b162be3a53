import Testing

@testable import ContendStatistics

@Suite("The e-processes of elimination and reduction")
struct EProcessTests {
  @Test("Seventeen failures of the control beside none of the fix exclude a twentieth of its rate")
  func seventeen() {
    var process = EliminationProcess()
    #expect(process.requiredControlFailures == 17)
    for _ in 1...16 { process.endBlock(controlFailed: true, fixFailed: false) }
    #expect(!process.isReached)
    process.endBlock(controlFailed: true, fixFailed: false)
    #expect(process.isReached)
    #expect(process.eValue >= 20)
  }

  @Test(
    "The number of failures needed is ln(1/α)/ln(1+ρc), rounded up",
    arguments: [
      (4, 0.05, 0.05, 17), (4, 0.05, 0.01, 26), (1, 0.05, 0.05, 62), (8, 0.1, 0.05, 6),
      (1, 1.0, 0.5, 1), (4, 0.25, 0.25, 2),
    ])
  func required(c: Int, ratio: Double, alpha: Double, expected: Int) {
    let process = EliminationProcess(fixRoundsPerControl: c, ratio: ratio, alpha: alpha)
    #expect(process.requiredControlFailures == expected)
  }

  @Test("One failure of the fix sets the evidence to zero for good")
  func refuted() {
    var process = EliminationProcess()
    process.endBlock(controlFailed: true, fixFailed: true)
    for _ in 1...100 { process.endBlock(controlFailed: true, fixFailed: false) }
    #expect(process.eValue == 0)
    #expect(!process.isReached)
    #expect(process.upperBound == nil)
  }

  @Test("Blocks in which nothing failed say nothing")
  func quiet() {
    var process = EliminationProcess()
    for _ in 1...100 { process.endBlock(controlFailed: false, fixFailed: false) }
    #expect(process.eValue == 1)
    #expect(process.upperBound == nil)
  }

  // (20 ** (1/y) - 1) / 4
  @Test(
    "The upper bound tightens with every failure of the control",
    arguments: [
      (1, 4.75), (10, 0.08732071191839086), (17, 0.048174970451064614), (100, 0.0076026394778131445),
    ])
  func upperBound(failures: Int, expected: Double) throws {
    var process = EliminationProcess()
    for _ in 1...failures { process.endBlock(controlFailed: true, fixFailed: false) }
    #expect(abs(try #require(process.upperBound) - expected) < 1e-12)
  }

  @Test("About 85/p rounds decide, fewer as evidence comes in")
  func remaining() {
    var process = EliminationProcess()
    #expect(process.remainingRounds(atControlRate: 1) == 85)
    #expect(process.remainingRounds(atControlRate: 0.1) == 850)
    for _ in 1...10 { process.endBlock(controlFailed: true, fixFailed: false) }
    #expect(process.remainingRounds(atControlRate: 0.5) == 70)
    #expect(process.remainingRounds(atControlRate: 0) == nil)
    #expect(process.remainingRounds(atControlRate: 1e-300) == nil)
  }

  // exp(log(betainc(f+1, y+1, 0.8)) + betaln(f+1, y+1) - log(0.8) - f*log(0.8) - y*log(0.2))
  @Test(
    "The reduction's E agrees with scipy",
    arguments: [
      (0, 0, 1.0), (1, 0, 0.5), (0, 1, 3.0), (3, 17, 77_804_726.35275699), (12, 17, 8913.840257886588),
      (40, 10, 0.0973940533044442), (60, 30, 12.386614010776562),
    ])
  func reductionValue(fix: Int, control: Int, expected: Double) {
    var process = ReductionProcess()
    process.endBlock(controlFailures: control, fixFailures: fix)
    #expect(abs(process.eValue / expected - 1) < 1e-9)
    #expect(process.isReached == (expected >= 20))
  }

  // share interval by beta.ppf, then s / (4 * (1 - s))
  @Test(
    "The factor's interval is that of the fix's share of failures",
    arguments: [
      (3, 17, 0.04411764705882353, 0.008283390389221316, 0.15252905886980833),
      (12, 17, 0.1764705882352941, 0.07690003212541091, 0.39207470647896747),
      (40, 10, 1.0, 0.49143690411581364, 2.2424668312445744),
    ])
  func factor(fix: Int, control: Int, factor: Double, low: Double, high: Double) throws {
    var process = ReductionProcess()
    process.endBlock(controlFailures: control, fixFailures: fix)
    #expect(abs(try #require(process.factor) - factor) < 1e-12)
    #expect(abs(process.factorInterval.low - low) < 1e-9)
    #expect(abs(process.factorInterval.high - high) < 1e-9)
  }

  @Test("A factor below the interval is surely exceeded, one inside is not")
  func surelyAbove() {
    var process = ReductionProcess()
    #expect(!process.isSurelyAbove(0))
    process.endBlock(controlFailures: 10, fixFailures: 40)
    #expect(process.isSurelyAbove(0.4914))
    #expect(!process.isSurelyAbove(0.4915))
  }

  @Test("Without failures of the control the factor is unbounded")
  func unbounded() {
    var process = ReductionProcess()
    process.endBlock(controlFailures: 0, fixFailures: 3)
    #expect(process.factor == nil)
    #expect(process.factorInterval.high == .infinity)
  }
}
