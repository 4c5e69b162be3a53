/// The gamma and beta functions that exact intervals and e-values are made of.
enum SpecialFunctions {
  /// ln Γ(x) for x ≥ 0.5, to about 14 digits.
  ///
  /// Lanczos (SIAM J. Numer. Anal. B 1, 1964) with g = 7 and the nine coefficients of Godfrey. The C
  /// library's `lgamma` writes a global sign and is not safe from several threads.
  static func logGamma(_ x: Double) -> Double {
    let shifted = x - 1
    var sum = lanczos[0]
    for (index, coefficient) in lanczos.enumerated().dropFirst() {
      sum += coefficient / (shifted + Double(index))
    }
    let t = shifted + 7.5
    let halfLogTwoPi = 0.918938533204672741780329736406
    return halfLogTwoPi + (shifted + 0.5) * t.naturalLogarithm - t + sum.naturalLogarithm
  }

  /// ln B(a, b).
  static func logBeta(_ a: Double, _ b: Double) -> Double { logGamma(a) + logGamma(b) - logGamma(a + b) }

  /// The regularised incomplete beta function I_x(a, b), for a, b ≥ 0.5 and x in 0...1.
  ///
  /// Continued fraction, DLMF 8.17.22, on the side of the mean where it converges fast; it takes
  /// O(√max(a, b)) terms (Press et al., Numerical Recipes, 3rd ed., section 6.4).
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - lowerTail(1 - x, b, a) }
    return lowerTail(x, a, b)
  }

  /// The x at which I_x(a, b) is `probability`, to the last bit that bisection can tell apart.
  static func inverseIncompleteBeta(_ probability: Double, _ a: Double, _ b: Double) -> Double {
    var low = 0.0
    var high = 1.0
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if incompleteBeta(middle, a, b) < probability { low = middle } else { high = middle }
    }
  }

  private static func lowerTail(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let exponent = a * x.naturalLogarithm + b * (-x).logOnePlus - logBeta(a, b)
    return exponent.exponential * continuedFraction(x, a, b) / a
  }

  /// Lentz's method, modified by Thompson and Barnett, Journal of Computational Physics 64, 1986.
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonZero(1 + even * d)
      c = nonZero(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonZero(1 + odd * d)
      c = nonZero(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }

  private static func nonZero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }

  private static let lanczos = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
    -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
    1.5056327351493116e-7,
  ]
}
