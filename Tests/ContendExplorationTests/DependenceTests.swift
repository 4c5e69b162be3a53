import ContendModel
import Testing

@testable import ContendExploration

@Suite("The dependence relation")
struct DependenceTests {
  private static let row = Resource.row(relation: 1, key: "1")
  private static let sameTable = Resource.row(relation: 1, key: "2")
  private static let other = Resource.row(relation: 2, key: "1")

  /// Traces events and says whether the last two depend on each other.
  private func depend(
    _ reduction: Reduction, victims: DeadlockVictims = .all, _ effects: Effect...
  ) -> Bool {
    var log = TransactionLog()
    let events = effects.map { log.trace(ExecutedEvent(choice: .issue($0.clientID), effects: [$0])) }
    return Dependence(reduction: reduction, victims: victims).holds(
      between: events[events.count - 2], events[events.count - 1])
  }

  private func effect(
    _ client: Int, _ accesses: [Access] = [], _ isolation: IsolationLevel = .readCommitted,
    first: Bool = false,
    ends: Footprint.Ending? = nil, waits: Bool = false
  ) -> Effect {
    Effect(
      clientID: client, transaction: 1, isolation: isolation,
      footprint: Footprint(accesses, fixesSnapshot: first, ending: ends), isWaiting: waits)
  }

  @Test func `a transaction is serializable from the level that its statements have, not its BEGIN`() {
    let read = effect(1, [Access(.read, Self.row)], .serializable, first: true)
    let other = effect(2, [Access(.read, Self.sameTable)], .serializable, first: true)
    #expect(depend(.table, read, other))
    #expect(depend(.table, effect(1), effect(2), read, other))
  }

  @Test("Statements depend on each other iff their locks meet")
  func locks() {
    let write = effect(1, [Access(.write, Self.row)])
    #expect(depend(.mvcc, write, effect(2, [Access(.lock, Self.row)])))
    #expect(depend(.mvcc, write, effect(2, [Access(.share, Self.row)])))
    #expect(depend(.mvcc, write, effect(2, [Access(.write, .relation(1))])))
    #expect(!depend(.mvcc, write, effect(2, [Access(.write, Self.sameTable)])))
    #expect(depend(.table, write, effect(2, [Access(.write, Self.sameTable)])))
    #expect(!depend(.table, write, effect(2, [Access(.write, Self.other)])))
    #expect(!depend(.mvcc, effect(1, [Access(.share, Self.row)]), effect(2, [Access(.share, Self.row)])))
  }

  @Test("A read and an uncommitted write depend on each other except under MVCC")
  func reads() {
    let write = effect(1, [Access(.write, Self.row)])
    let read = effect(2, [Access(.read, Self.row)])
    #expect(!depend(.mvcc, write, read))
    #expect(depend(.row, write, read))
    #expect(!depend(.row, write, effect(2, [Access(.read, Self.sameTable)])))
    #expect(depend(.table, write, effect(2, [Access(.read, Self.sameTable)])))
    #expect(depend(.mvcc, effect(1, [Access(.exclusive, .relation(1))]), read))
  }

  @Test("A commit depends on statements that read what its transaction wrote or ask for its locks")
  func commits() {
    let write = effect(1, [Access(.write, Self.row)])
    let commit = effect(1, ends: .commit)
    #expect(depend(.mvcc, write, commit, effect(2, [Access(.read, Self.row)])))
    #expect(depend(.mvcc, write, commit, effect(2, [Access(.lock, Self.row)])))
    #expect(!depend(.mvcc, write, commit, effect(2, [Access(.read, Self.sameTable)])))
    #expect(
      !depend(.mvcc, effect(1, [Access(.read, Self.row)]), commit, effect(2, [Access(.write, Self.row)])))
    #expect(!depend(.mvcc, effect(2, [Access(.write, Self.other)]), write, commit, effect(2, ends: .commit)))
  }

  @Test("A first statement that fixes a snapshot reads everything")
  func snapshots() {
    let first = effect(2, [Access(.read, Self.other)], .repeatableRead, first: true)
    #expect(depend(.mvcc, effect(1, [Access(.write, Self.row)]), effect(1, ends: .commit), first))
    #expect(!depend(.mvcc, effect(1, [Access(.read, Self.row)]), effect(1, ends: .commit), first))
    #expect(!depend(.mvcc, effect(1, [Access(.write, Self.row)]), first))
  }

  @Test("Waits depend on each other where whoever closes a deadlock is its victim")
  func waits() {
    let one = effect(1, [Access(.lock, Self.row)], waits: true)
    let two = effect(2, [Access(.lock, Self.other)], waits: true)
    #expect(depend(.mvcc, victims: .closing, one, two))
    #expect(!depend(.mvcc, victims: .all, one, two))
  }

  @Test("The end of a transaction carries those it leaves waiting")
  func waiters() {
    let share = [1, 2].map { effect($0, [Access(.share, Self.row)]) }
    let waiter = effect(3, [Access(.write, Self.row)], waits: true)
    #expect(
      depend(.mvcc, share[0], share[1], waiter, effect(1, ends: .commit), effect(2, ends: .commit)))
  }

  @Test("Serializable transactions depend on each other by relation, and by chains of them")
  func serializable() {
    let read = effect(1, [Access(.read, Self.row)], .serializable, first: true)
    #expect(depend(.mvcc, read, effect(2, [Access(.write, Self.sameTable)], .serializable)))
    #expect(!depend(.mvcc, read, effect(2, [Access(.write, Self.other)], .serializable)))
    let commits = [1, 3].map { effect($0, [], .serializable, ends: .commit) }
    let writer = effect(3, [Access(.write, Self.other)], .serializable, first: true)
    #expect(!depend(.mvcc, read, writer, commits[0], commits[1]))
    let middle = effect(
      2, [Access(.write, Self.sameTable), Access(.read, Self.other)], .serializable, first: true,
      ends: .commit)
    #expect(depend(.mvcc, read, writer, middle, commits[0], commits[1]))
    let open = effect(2, [Access(.read, .relation(9))], .serializable, first: true)
    #expect(depend(.mvcc, read, writer, open, commits[0], commits[1]))
  }

  @Test("What nobody knows depends on everything, the same client on itself, BEGIN on nothing")
  func extremes() {
    let unknown = Effect(clientID: 1, transaction: 1, footprint: .everything)
    #expect(depend(.mvcc, unknown, effect(2)))
    #expect(depend(.mvcc, effect(1), effect(1)))
    #expect(!depend(.table, effect(1), effect(2, [Access(.exclusive, .relation(1))])))
  }
}
