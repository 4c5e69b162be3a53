import ContendModel
import Testing

@testable import ContendExecution

struct RosterTests {
  private func variant(_ roles: [Role]) -> Variant {
    var variant = Variant(kind: .buggy, name: "buggy", title: "", location: place)
    variant.roles = roles
    return variant
  }

  private let place = SourceLocation(file: "a.race.sql", line: 1, column: 1)

  private func role(_ name: String, _ clients: Int, fixed: Bool = false) -> Role {
    Role(name: name, clients: clients, isFixed: fixed, body: [], location: place)
  }

  @Test func `roles are scaled in proportion`() {
    let roster = variant([role("worker", 2), role("admin", 1)]).roster(clients: 30)
    #expect(roster.count { $0.role == "worker" } == 20)
    #expect(roster.count { $0.role == "admin" } == 10)
    #expect(roster.map(\.id) == Array(1...30))
  }

  @Test func `a fixed role keeps its number`() {
    let roster = variant([role("worker", 1), role("admin", 1, fixed: true)]).roster(clients: 10)
    #expect(roster.count { $0.role == "worker" } == 9)
    #expect(roster.last?.name == "admin")
  }

  @Test func `nobody is left out`() {
    let roster = variant([role("worker", 100), role("admin", 1)]).roster(clients: 5)
    #expect(roster.count { $0.role == "worker" } == 4)
    #expect(roster.count { $0.role == "admin" } == 1)
    #expect(variant([role("a", 1), role("b", 1), role("c", 1)]).roster(clients: 2).count == 3)
  }

  @Test func `without a total every role has its own number`() {
    #expect(variant([role("worker", 2), role("admin", 1)]).roster(clients: nil).count == 3)
  }

  @Test func `a role of one client goes by its own name`() {
    let roster = variant([role("worker", 2), role("admin", 1)]).roster(clients: nil)
    #expect(roster.map(\.name) == ["worker1", "worker2", "admin"])
  }

  @Test(
    arguments: [
      ([1, 1, 1], 10, [4, 3, 3]), ([5, 3, 2], 10, [5, 3, 2]), ([1, 2], 10, [3, 7]),
      ([7, 1, 1], 4, [2, 1, 1]),
      ([1000, 1, 1], 3, [1, 1, 1]),
    ])
  func `what rounding leaves goes to the largest remainders`(weights: [Int], total: Int, shares: [Int]) {
    #expect(largestRemainder(weights, total: total) == shares)
  }
}
