/// Hashes and permutations with exactly the results of pgbench (src/bin/pgbench/pgbench.c).
enum PgbenchHash {
  /// The function `getHashMurmur2`.
  static func murmur2(_ value: Int64, seed: Int64) -> Int64 {
    let multiplier: UInt64 = 0xC6A4_A793_5BD1_E995
    var result = UInt64(bitPattern: seed) ^ 0x3525_3C9A_DE8F_4CA8
    var key = UInt64(bitPattern: value) &* multiplier
    key ^= key >> 47
    key &*= multiplier
    result ^= key
    result &*= multiplier
    result ^= result >> 47
    result &*= multiplier
    result ^= result >> 47
    return Int64(bitPattern: result)
  }

  /// The function `getHashFnv1a`.
  static func fnv1a(_ value: Int64, seed: Int64) -> Int64 {
    var result: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bitPattern: seed)
    for byte in 0..<8 {
      result ^= UInt64(bitPattern: value >> Int64(byte * 8)) & 0xFF
      result &*= 0x0000_0100_0000_01B3
    }
    return Int64(bitPattern: result)
  }

  /// `permute`: where `value`, modulo `size`, goes in a pseudorandom permutation of 0..<size.
  static func permute(_ value: Int64, size: Int64, seed: Int64) -> Int64 {
    guard size > 1 else { return 0 }
    var random = Xoroshiro(seed: UInt64(bitPattern: seed))
    let size = UInt64(size)
    var v = UInt64(bitPattern: value) % size
    let bits = UInt64(63 - size.leadingZeroBitCount)
    let mask: UInt64 = (1 << bits) - 1
    for _ in 0..<6 {
      v = scramble(v, mask, bits, &random)
      let upper = size - 1 - v
      let scrambled = scramble(upper, mask, bits, &random)
      if upper <= mask { v = size - 1 - scrambled }
      v = (v + random.below(size)) % size
    }
    return Int64(v)
  }

  /// Multiplies by an odd number, flips bits and rotates the numbers within the mask.
  private static func scramble(
    _ value: UInt64, _ mask: UInt64, _ bits: UInt64, _ random: inout Xoroshiro
  ) -> UInt64 {
    let multiplier = (random.next() & mask) | 1
    let flips = random.next() & mask
    guard value <= mask else { return value }
    let mixed = ((value &* multiplier) ^ flips) & mask
    return ((mixed << 1) & mask) | (mixed >> (bits - 1))
  }

  /// xoroshiro128** as PostgreSQL seeds and reads it (src/common/pg_prng.c).
  private struct Xoroshiro {
    private var s0: UInt64
    private var s1: UInt64

    init(seed: UInt64) {
      var state = seed
      s0 = Self.splitMix(&state)
      s1 = Self.splitMix(&state)
    }

    mutating func next() -> UInt64 {
      let mixed = s1 ^ s0
      let value = Self.rotate(s0 &* 5, 7) &* 9
      s0 = Self.rotate(s0, 24) ^ mixed ^ (mixed << 16)
      s1 = Self.rotate(mixed, 37)
      return value
    }

    /// The result of `pg_prng_uint64_range(0, size - 1)`.
    mutating func below(_ size: UInt64) -> UInt64 {
      let range = size - 1
      guard range > 0 else { return 0 }
      let shift = UInt64(range.leadingZeroBitCount)
      while true {
        let value = next() >> shift
        if value <= range { return value }
      }
    }

    private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
      (value << bits) | (value >> (64 - bits))
    }

    private static func splitMix(_ state: inout UInt64) -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }
}
