import Testing

@testable import ContendStatistics

/// SplitMix64, so that a failing seed can be tried again.
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite("The order of a block")
struct BlockRandomiserTests {
  @Test("A block has one round of the control and four of each undecided fix")
  func contents() {
    var generator = TestGenerator(state: 1)
    let block = BlockRandomiser().block(undecided: [0, 2], using: &generator)
    #expect(block.count == 9)
    #expect(block.count { $0 == .control } == 1)
    #expect(block.count { $0 == .fix(0) } == 4)
    #expect(block.count { $0 == .fix(2) } == 4)
  }

  @Test("The control is as likely in every place")
  func uniform() {
    var generator = TestGenerator(state: 2)
    var places = [Int](repeating: 0, count: 5)
    for _ in 1...10_000 {
      let block = BlockRandomiser().block(undecided: [0], using: &generator)
      if let place = block.firstIndex(of: .control) { places[place] += 1 }
    }
    // The 99.99% range of a binomial(10000, 0.2) is 2000 ± 156.
    #expect(places.allSatisfy { abs($0 - 2000) < 160 })
  }

  @Test("The same seed gives the same order")
  func deterministic() {
    var first = TestGenerator(state: 3)
    var second = TestGenerator(state: 3)
    let randomiser = BlockRandomiser()
    for _ in 1...20 {
      #expect(
        randomiser.block(undecided: [0, 1, 2], using: &first)
          == randomiser.block(undecided: [0, 1, 2], using: &second))
    }
  }
}
