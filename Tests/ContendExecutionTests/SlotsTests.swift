import Testing

@testable import ContendExecution

struct SlotsTests {
  @Test func `who comes first is served first, and nobody overtakes the queue`() {
    let slots = Row()
    #expect(slots.enter(1, limit: 2))
    #expect(slots.enter(2, limit: 2))
    #expect(!slots.enter(3, limit: 2))
    #expect(!slots.enter(4, limit: 2))
    #expect(slots.leave() == 3)
    #expect(!slots.enter(5, limit: 2))
    #expect(slots.leave() == 4)
    #expect(slots.leave() == 5)
    #expect(slots.leave() == nil)
    #expect(slots.taken == 1)
  }

  @Test func `who gives up is passed over, and cannot give up a place it has`() {
    let slots = Row()
    #expect(slots.enter(1, limit: 1))
    #expect(!slots.enter(2, limit: 1))
    #expect(!slots.enter(3, limit: 1))
    #expect(slots.giveUp(2))
    #expect(!slots.giveUp(2))
    #expect(!slots.giveUp(1))
    #expect(slots.waiting == [3])
    #expect(slots.leave() == 3)
  }

  @Test func `a place that is free again is not lost when nobody waits`() {
    let slots = Row()
    #expect(slots.enter(1, limit: 1))
    #expect(slots.leave() == nil)
    #expect(slots.enter(2, limit: 1))
  }
}

/// Slots that an expectation may change.
private final class Row {
  private var slots = Slots()

  func enter(_ ticket: Int, limit: Int) -> Bool { slots.enter(ticket, limit: limit) }
  func leave() -> Int? { slots.leave() }
  func giveUp(_ ticket: Int) -> Bool { slots.giveUp(ticket) }
  var taken: Int { slots.taken }
  var waiting: [Int] { slots.waiting }
}
