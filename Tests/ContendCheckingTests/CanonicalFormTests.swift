import ContendModel
import Testing

@testable import ContendChecking

@Suite("Outcomes up to a renaming")
struct CanonicalFormTests {
  private typealias Record = CanonicalForm.Record

  private func form(_ records: [(String, [Int])]) -> CanonicalForm {
    let count = (records.flatMap(\.1).max() ?? -1) + 1
    return CanonicalForm(records.map { Record(shape: $0.0, values: $0.1) }, values: count)
  }

  @Test func `a joining row tells who is joined with whom`() {
    let orders = [("order 10", [0]), ("order 20", [1]), ("payment 10", [2]), ("payment 20", [3])]
    let right = form(orders + [("joined", [0, 2]), ("joined", [1, 3])])
    let renamed = form(
      [("joined", [3, 0]), ("payment 10", [0]), ("joined", [2, 1])]
        + [("order 10", [3]), ("order 20", [2]), ("payment 20", [1])])
    let wrong = form(orders + [("joined", [0, 3]), ("joined", [1, 2])])
    #expect(right.text == renamed.text)
    #expect(right.text != wrong.text)
  }

  /// Refinement alone leaves all values of both alike.
  @Test func `two circles of three are not one of six`() {
    let triangles = form([
      ("n", [0, 1]), ("n", [1, 2]), ("n", [2, 0]), ("n", [3, 4]), ("n", [4, 5]), ("n", [5, 3]),
    ])
    let hexagon = form([
      ("n", [0, 1]), ("n", [1, 2]), ("n", [2, 3]), ("n", [3, 4]), ("n", [4, 5]), ("n", [5, 0]),
    ])
    let others = form([
      ("n", [5, 1]), ("n", [1, 2]), ("n", [2, 5]), ("n", [3, 4]), ("n", [4, 0]), ("n", [0, 3]),
    ])
    #expect(triangles.isExact && hexagon.isExact)
    #expect(triangles.text != hexagon.text)
    #expect(triangles.text == others.text)
  }

  @Test func `rows that nothing tells apart take no search, however many there are`() {
    let rows = (0..<500).map { ("order", [$0]) } + (0..<500).map { ("line", [$0, 500 + $0]) }
    let form = form(rows)
    #expect(form.isExact)
    #expect(form.text == self.form(rows.shuffled()).text)
  }

  @Test func `what is too entangled is taken for equal, and says so`() {
    // Every pair of 40 values, in both directions, but for one circle through all of them.
    func pairs(without step: Int) -> [(String, [Int])] {
      (0..<40).flatMap { a in
        (0..<40).filter { $0 != a && $0 != (a + step) % 40 }.map { ("pair", [a, $0]) }
      }
    }
    let one = form(pairs(without: 1))
    let other = form(pairs(without: 3))
    #expect(!one.isExact && !other.isExact)
    #expect(one.text == other.text)
  }

  @Test func `random outcomes are equal exactly up to a renaming`() {
    let seed = UInt64.random(in: 0...UInt64(UInt32.max))
    print("seed \(seed)")
    var random = RandomStream(seed: seed, path: 1)
    func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
    for number in 0..<200 {
      let count = 1 + below(5)
      var records = (0..<(1 + below(10))).map { _ in
        (["a", "b", "c"][below(3)], (0..<(1 + below(3))).map { _ in below(count) })
      }
      records += (0..<count).map { ("all", [$0]) }
      let original = form(records)
      var names = Array(0..<count)
      names.shuffle(using: &random)
      let renamed = records.shuffled(using: &random).map { ($0.0, $0.1.map { names[$0] }) }
      #expect(original.text == form(renamed).text, "\(seed) \(number)")
      var mutated = records
      let place = below(mutated.count)
      if below(2) == 0 {
        mutated[place].0 += "'"
      } else {
        mutated[place].1[0] = (mutated[place].1[0] + 1) % count
      }
      let same = areEqual(records, mutated, count)
      #expect(original.isExact)
      #expect((original.text == form(mutated).text) == same, "\(seed) \(number): \(records) \(mutated)")
    }
  }

  /// By trying every renaming.
  private func areEqual(_ left: [(String, [Int])], _ right: [(String, [Int])], _ count: Int) -> Bool {
    func text(_ records: [(String, [Int])], _ names: [Int]) -> [String] {
      records.map { "\($0.0) \($0.1.map { names[$0] })" }.sorted()
    }
    let wanted = text(left, Array(0..<count))
    var found = false
    func permute(_ names: [Int], _ rest: [Int]) {
      guard !found else { return }
      guard !rest.isEmpty else {
        found = text(right, names) == wanted
        return
      }
      for (index, name) in rest.enumerated() {
        var rest = rest
        rest.remove(at: index)
        permute(names + [name], rest)
      }
    }
    permute([], Array(0..<count))
    return found
  }
}
