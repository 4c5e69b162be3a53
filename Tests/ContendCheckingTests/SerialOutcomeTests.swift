import ContendModel
import Testing

@testable import ContendChecking

@Suite("What a run came to")
struct SerialOutcomeTests {
  private func history(
    _ rows: [DrawnState.Row]?, said: [[String]] = [], digest: String = "", _ lexicon: DrawnLexicon = .init()
  ) -> History {
    let calls = said.enumerated().map { index, said in
      CallRecord(
        clientID: index + 1, client: index + 1, role: "client", name: "client\(index + 1)", call: 1,
        outcome: .ok, said: said, attempts: 1, statements: 1, duration: .zero, start: .zero, variables: [:])
    }
    var history = History(round: 1, calls: calls, invariants: [], finalState: digest, duration: .zero)
    history.drawn = rows.map { DrawnState(rows: $0, lexicon: lexicon) }
    return history
  }

  private var ids: DrawnLexicon {
    var lexicon = DrawnLexicon()
    lexicon.families = ["orders": .init(drawn: [1...99]), "payment": .init(drawn: [1...99])]
    lexicon.drawsUUIDs = true
    lexicon.now = 1_777_636_800
    return lexicon
  }

  private func joined(_ orders: [Int: String], _ payments: [Int: String], _ pairs: [(Int, Int)])
    -> [DrawnState.Row]
  {
    orders.map { .init(table: "orders", cells: [.init("\($0)", family: "orders"), .init($1)]) }
      + payments.map { .init(table: "payment", cells: [.init("\($0)", family: "payment"), .init($1)]) }
      + pairs.map {
        .init(table: "joined", cells: [.init("\($0)", family: "orders"), .init("\($1)", family: "payment")])
      }
  }

  @Test func `a payment that is joined to the wrong order is a difference, other ids are none`() {
    let right = history(joined([1: "10", 2: "20"], [1: "10", 2: "20"], [(1, 1), (2, 2)]), ids)
    let crossed = history(joined([7: "10", 8: "20"], [5: "20", 4: "10"], [(7, 4), (8, 5)]), ids)
    let wrong = history(joined([1: "10", 2: "20"], [1: "10", 2: "20"], [(1, 2), (2, 1)]), ids)
    let lost = history(joined([1: "10", 2: "20"], [1: "10", 2: "20"], [(1, 1)]), ids)
    #expect(SerialOutcome(right) == SerialOutcome(crossed))
    #expect(SerialOutcome(right) != SerialOutcome(wrong))
    #expect(SerialOutcome(right) != SerialOutcome(lost))
  }

  private func history(_ rows: [DrawnState.Row], _ lexicon: DrawnLexicon) -> History {
    history(rows, said: [], digest: "", lexicon)
  }

  @Test func `what a client was told of a drawn value is compared with the rows that hold it`() {
    let (a, b) = ("0b7e2c1a-5b0e-4c7d-9d0e-8f7a6b5c4d3e", "1b7e2c1a-5b0e-4c7d-9d0e-8f7a6b5c4d3f")
    func told(_ first: String, _ second: String) -> SerialOutcome {
      let rows = [("1", a), ("2", b)].map { DrawnState.Row(table: "t", cells: [.init($0), .init($1)]) }
      return SerialOutcome(history(rows, said: [["your order: \(first)"], [second]], ids))
    }
    #expect(told(a, b) != told(b, a))
    #expect(told(a, b) == told(a, b))
    let swapped = [("1", b), ("2", a)].map { DrawnState.Row(table: "t", cells: [.init($0), .init($1)]) }
    #expect(told(a, b) == SerialOutcome(history(swapped, said: [["your order: \(b)"], [a]], ids)))
  }

  @Test func `of a time counts that there is one`() {
    func at(_ text: String?) -> SerialOutcome {
      SerialOutcome(history([.init(table: "t", cells: [.init(text)])], ids))
    }
    #expect(at("1777636799") == at("1777636700"))
    #expect(at("1777636799") != at("17"))
    #expect(at("1777636799") != at(nil))
    #expect(at("1777636799") != at("clock"))
  }

  @Test func `what nothing was drawn for is compared as it is`() {
    let outcomes = [("a", "1"), ("a", "2"), ("b", "1")].map {
      SerialOutcome(history(nil, said: [[$1]], digest: $0))
    }
    #expect(Set(outcomes).count == 3)
    #expect(outcomes[0] == SerialOutcome(history(nil, said: [["1"]], digest: "a")))
  }

  @Test func `random rows are equal under any renaming, and differ in any cell that is changed`() {
    let seed = UInt64.random(in: 0...UInt64(UInt32.max))
    print("seed \(seed)")
    var random = RandomStream(seed: seed, path: 2)
    for number in 0..<300 {
      let count = 1 + Int(random.next() % 8)
      let rows = (0..<count).flatMap { index -> [DrawnState.Row] in
        let other = Int(random.next() % UInt64(count)) + 1
        let (name, sum) = ("c\(random.next() % 3)", "\(random.next() % 4)")
        return [
          .init(table: "orders", cells: [.init("\(index + 1)", family: "orders"), .init(name)]),
          .init(table: "line", cells: [.init("\(other)", family: "orders"), .init(sum)]),
        ]
      }
      var names = Array(1...99)
      names.shuffle(using: &random)
      var renamed = rows.shuffled(using: &random)
      for row in renamed.indices {
        let old = Int(renamed[row].cells[0].text ?? "") ?? 0
        renamed[row].cells[0].text = "\(names[old - 1])"
      }
      let outcome = SerialOutcome(history(rows, ids))
      #expect(outcome.isExact)
      #expect(outcome == SerialOutcome(history(renamed, ids)), "\(seed) \(number)")
      let place = Int(random.next() % UInt64(renamed.count))
      renamed[place].cells[1].text = "changed"
      #expect(outcome != SerialOutcome(history(renamed, ids)), "\(seed) \(number)")
    }
  }
}
