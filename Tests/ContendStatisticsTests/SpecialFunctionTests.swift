import Testing

@testable import ContendStatistics

@Suite("The special functions agree with scipy 1.x")
struct SpecialFunctionTests {
  // scipy.special.betainc(a, b, x)
  @Test(
    "The incomplete beta function agrees with scipy.special.betainc",
    arguments: [
      (0.3, 2.0, 5.0, 0.5798250000000003), (0.8, 13.0, 18.0, 0.9999981575518512),
      (0.5, 0.5, 0.5, 0.5000000000000001), (0.01, 1.0, 200.0, 0.8660203251420381),
      (0.999, 300.0, 2.0, 0.9629191418029293), (0.2, 1000.0, 4000.0, 0.5028210395458625),
      (1e-6, 2.0, 1e5, 0.004678889926534396), (0.0, 2.0, 3.0, 0.0), (1.0, 2.0, 3.0, 1.0),
    ])
  func incompleteBeta(x: Double, a: Double, b: Double, expected: Double) {
    #expect(abs(SpecialFunctions.incompleteBeta(x, a, b) - expected) < 1e-10)
  }

  // scipy.special.gammaln(x)
  @Test(
    "The logarithm of the gamma function agrees with scipy.special.gammaln",
    arguments: [
      (0.5, 0.5723649429247), (1.0, 0.0), (1.5, -0.12078223763524526), (10.0, 12.801827480081469),
      (100.5, 361.43554046777757), (1e6, 12815504.569147611),
    ])
  func logGamma(x: Double, expected: Double) {
    #expect(abs(SpecialFunctions.logGamma(x) - expected) < 1e-12 * max(1, abs(expected)))
  }

  @Test("The inverse undoes the incomplete beta function")
  func inverse() {
    for probability in [0.001, 0.025, 0.5, 0.975] {
      let x = SpecialFunctions.inverseIncompleteBeta(probability, 4, 17)
      #expect(abs(SpecialFunctions.incompleteBeta(x, 4, 17) - probability) < 1e-12)
    }
  }
}
