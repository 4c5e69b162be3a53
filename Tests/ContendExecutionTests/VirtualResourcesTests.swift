import ContendModel
import Testing

@testable import ContendExecution

struct VirtualResourcesTests {
  private func set(_ key: String, ttl: Duration?, onlyIfAbsent: Bool = false) -> KeyValueCommand {
    KeyValueCommand(key: key, action: .set(.integer(1), ttl: ttl, onlyIfAbsent: onlyIfAbsent))
  }

  @Test func `who takes a place is as late as who had it, and is told how long it waited`() {
    var resources = VirtualResources()
    var (one, two) = (Duration.seconds(5), Duration.zero)
    let first = resources.enter("pool", limit: 1, by: 1, clock: &one, patience: nil)
    let second = resources.enter("pool", limit: 1, by: 2, clock: &two, patience: .seconds(2))
    #expect(first && !second)
    #expect(two == .seconds(5))
    #expect(resources.blockers(of: 2) == [1])
    let resumed = resources.leave("pool", by: 1, clock: .seconds(6))
    #expect(resumed.map(\.client) == [2])
    #expect(resumed.map(\.waited) == [.seconds(1)])
    #expect(resumed.map(\.isLate) == [false])
  }

  @Test func `who waited longer than it would is late, and the place goes to the next`() {
    var resources = VirtualResources()
    var clocks = [Duration.zero, .zero, .zero]
    for client in 0..<3 {
      _ = resources.enter(
        "pool", limit: 1, by: client + 1, clock: &clocks[client], patience: client == 1 ? .seconds(2) : nil)
    }
    let resumed = resources.leave("pool", by: 1, clock: .seconds(3))
    #expect(resumed.map(\.client) == [2, 3])
    #expect(resumed.map(\.isLate) == [true, false])
    #expect(resumed.map(\.time) == [.seconds(2), .seconds(3)])
    let last = resources.leave("pool", by: 3, clock: .seconds(3))
    #expect(last.isEmpty)
  }

  @Test func `what is dead gives back all that it has and waits for nothing`() {
    var resources = VirtualResources()
    var clock = Duration.zero
    _ = resources.enter("pool", limit: 1, by: 1, clock: &clock, patience: nil)
    _ = resources.enter("pool", limit: 1, by: 2, clock: &clock, patience: nil)
    _ = resources.enter("pool", limit: 1, by: 3, clock: &clock, patience: nil)
    _ = resources.abandon(2, clock: clock)
    let resumed = resources.abandon(1, clock: clock)
    #expect(resumed.map(\.client) == [3])
  }

  @Test func `an entry expires when it is told to, not by itself, and only as long as it is there`() {
    var resources = VirtualResources()
    _ = resources.apply(set("a", ttl: .milliseconds(1)), by: 1)
    _ = resources.apply(set("b", ttl: nil), by: 1)
    _ = resources.apply(set("c", ttl: .seconds(9)), by: 1)
    #expect(resources.expiries.map(\.key) == ["a", "c"])
    #expect(resources.expiries.map(\.number) == [1, 2])
    _ = resources.apply(set("a", ttl: .seconds(1), onlyIfAbsent: true), by: 2)
    #expect(resources.expiries.map(\.owner) == [1, 1])
    let expired = resources.expire(owner: 1, number: 1)
    let again = resources.expire(owner: 1, number: 1)
    #expect(expired?.key == "a")
    #expect(again == nil)
    _ = resources.apply(KeyValueCommand(key: "c", action: .delete), by: 2)
    #expect(resources.expiries.isEmpty)
  }
}
