import Testing

@testable import ContendStatistics

@Suite("The interval of a rate is exact")
struct BinomialIntervalTests {
  // scipy.stats.beta.ppf(0.025, k, n-k+1), beta.ppf(0.975, k+1, n-k)
  @Test(
    "Clopper-Pearson agrees with scipy.stats.beta.ppf",
    arguments: [
      (0, 10, 0.0, 0.3084971078187607), (1, 10, 0.0025285785444617848, 0.4450161170281954),
      (5, 10, 0.18708602844739855, 0.8129139715526015), (10, 10, 0.6915028921812392, 1.0),
      (17, 17, 0.8049356770309067, 1.0), (3, 68, 0.009192195202787379, 0.12356262433177878),
      (12, 1000, 0.006215525559595245, 0.02086767959103641), (0, 68, 0.0, 0.05280304279363979),
      (500, 100_000, 0.0045722441500705875, 0.005456841177010281),
      (37, 240, 0.11092912357751827, 0.20618191489181525),
    ])
  func agreement(successes: Int, trials: Int, low: Double, high: Double) {
    let interval = ClopperPearson.interval(successes: successes, trials: trials)
    #expect(abs(interval.low - low) < 1e-9)
    #expect(abs(interval.high - high) < 1e-9)
  }

  @Test("A higher confidence widens the interval as scipy says")
  func confidence() {
    let interval = ClopperPearson.interval(successes: 3, trials: 68, confidence: 0.99)
    #expect(abs(interval.low - 0.005030447991149433) < 1e-9)
    #expect(abs(interval.high - 0.15223299865528123) < 1e-9)
  }

  @Test("Without trials nothing is known")
  func empty() {
    #expect(ClopperPearson.interval(successes: 0, trials: 0) == Interval(low: 0, high: 1))
  }

  @Test("The interval covers the true rate in at least 95% of samples, at every rate")
  func coverage() {
    for rate in [0.01, 0.1, 0.37, 0.5, 0.9] {
      var covered = 0.0
      for k in 0...40 {
        let interval = ClopperPearson.interval(successes: k, trials: 40)
        if interval.contains(rate) { covered += binomial(k, of: 40, rate: rate) }
      }
      #expect(covered >= 0.95)
    }
  }

  private func binomial(_ k: Int, of n: Int, rate: Double) -> Double {
    let choose = -SpecialFunctions.logBeta(Double(n - k + 1), Double(k + 1)) - Double(n + 1).naturalLogarithm
    return (choose + Double(k) * rate.naturalLogarithm + Double(n - k) * (1 - rate).naturalLogarithm)
      .exponential
  }
}
