/// A set of small numbers as bits.
struct EventSet: Sendable {
  private var words: [UInt64]

  init(capacity: Int) { words = Array(repeating: 0, count: capacity / 64 + 1) }

  func contains(_ number: Int) -> Bool { words[number >> 6] & (1 << UInt64(number & 63)) != 0 }

  mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }

  mutating func formUnion(_ other: EventSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }
}
