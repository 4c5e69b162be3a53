/// A deterministic stream of random numbers, derived from a seed and a path of indices.
///
/// Streams with different paths are independent for all practical purposes, so every call of every
/// round draws the same values whatever ran before it. SplitMix64 (Steele, Lea and Flood, OOPSLA
/// 2014) both mixes the path and generates.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64, path: Int...) {
    state = seed
    for index in path { mixIn(index) }
    state = Self.mix(state &+ Self.increment)
  }

  /// The same for a path of three, without an array for it.
  public init(seed: UInt64, path first: Int, _ second: Int, _ third: Int) {
    state = seed
    mixIn(first)
    mixIn(second)
    mixIn(third)
    state = Self.mix(state &+ Self.increment)
  }

  private mutating func mixIn(_ index: Int) {
    state = Self.mix(state &+ Self.increment) ^ UInt64(bitPattern: Int64(index))
  }

  public mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mix(state)
  }

  /// A number in 0..<1 with 53 random bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
