#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Distributions of whole numbers, after pgbench (PostgreSQL 17, src/bin/pgbench/pgbench.c), so that a
/// workload keeps its shape when it moves here. The generator below them is SplitMix64, not pgbench's.
extension RandomStream {
  /// Each number of the range as likely as any other.
  ///
  /// Lemire's multiplication with rejection (ACM TOMACS 29:1, 2019, algorithm 5): no modulo bias. Our
  /// own rather than the standard library's, because a seed has to mean the same in every version.
  public mutating func integer(in range: ClosedRange<Int64>) -> Int64 {
    let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    guard span < .max else { return Int64(bitPattern: next()) }
    let count = span + 1
    var product = next().multipliedFullWidth(by: count)
    if product.low < count {
      let threshold = (0 &- count) % count
      while product.low < threshold { product = next().multipliedFullWidth(by: count) }
    }
    return range.lowerBound &+ Int64(bitPattern: product.high)
  }

  /// The lowest number is the likeliest; `skew` is above 1.
  ///
  /// pgbench's `getZipfianRand`, after Devroye, Non-Uniform Random Variate Generation, 1986, p. 550.
  mutating func zipfian(in range: ClosedRange<Int64>, skew: Double) -> Int64 {
    let count = Double(UInt64(bitPattern: range.upperBound &- range.lowerBound)) + 1
    guard count > 1 else { return range.lowerBound }
    let base = pow(2.0, skew - 1)
    while true {
      let u = unit()
      let v = unit()
      let x = floor(pow(u, -1 / (skew - 1)))
      let t = pow(1 + 1 / x, skew - 1)
      if v * x * (t - 1) / (base - 1) <= t / base, x <= count { return offset(x - 1, in: range) }
    }
  }

  /// A bell around the middle that is cut `width` standard deviations from it; at least 2
  /// (`getGaussianRand`, by the Box–Muller transform).
  mutating func gaussian(in range: ClosedRange<Int64>, width: Double) -> Int64 {
    while true {
      let radius = sqrt(-2 * log(1 - unit()))
      let deviation = radius * sin(2 * Double.pi * unit())
      guard deviation >= -width, deviation < width else { continue }
      return fraction((deviation + width) / (width * 2), of: range)
    }
  }

  /// Falls from the lowest number on, by e to the `rate` over the range; above 0 (`getExponentialRand`).
  mutating func exponential(in range: ClosedRange<Int64>, rate: Double) -> Int64 {
    let cut = exp(-rate)
    let uniform = 1 - unit()
    return fraction(-log(cut + (1 - cut) * uniform) / rate, of: range)
  }

  private func fraction(_ part: Double, of range: ClosedRange<Int64>) -> Int64 {
    let count = Double(UInt64(bitPattern: range.upperBound &- range.lowerBound)) + 1
    return offset(floor(count * part), in: range)
  }

  /// Rounding in wide ranges must not lead out of them.
  private func offset(_ steps: Double, in range: ClosedRange<Int64>) -> Int64 {
    let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    let steps = steps >= Double(span) ? span : UInt64(max(0, steps))
    return range.lowerBound &+ Int64(bitPattern: steps)
  }
}
