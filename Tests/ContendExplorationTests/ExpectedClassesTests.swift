import ContendModel
import Testing

@testable import ContendExploration

/// The sizes that a correct exploration has.
///
/// Counted with commits independent of each other, which takes the orders of two commits of one table
/// together: at table level write skew has 10 classes, not the 14 of a relation in which such
/// commits meet, and three disjoint transactions 366, not 762. A deadlock's victim is part of the class.
@Suite("The number of classes of interleavings")
struct ExpectedClassesTests {
  private func expect(
    _ program: Program, victims: DeadlockVictims = .closing, _ expected: [(Reduction, schedules: Int)],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let explorer = Explorer(program: program, victims: victims)
    for (reduction, schedules) in expected {
      let tally = explorer.explore(reduction).tally
      #expect(tally.schedules == schedules, "\(reduction)", sourceLocation: sourceLocation)
      #expect(tally.redundant == 0, "\(reduction)", sourceLocation: sourceLocation)
      #expect(tally.isComplete && tally.diverged == 0 && tally.bounded == 0, sourceLocation: sourceLocation)
    }
  }

  @Test("A lost update of two clients has 50, 14, 10, 10 and 6")
  func lostUpdateOfTwo() {
    expect(
      .lostUpdate(clients: 2), [(.none, 50), (.begin, 14), (.table, 10), (.row, 10), (.mvcc, 6), (.auto, 6)])
  }

  @Test("A lost update of three clients has 13,830, 636, 306, 306 and 96")
  func lostUpdateOfThree() {
    expect(
      .lostUpdate(clients: 3), [(.none, 13_830), (.begin, 636), (.table, 306), (.row, 306), (.mvcc, 96)])
  }

  @Test("A lost update of four clients has 3,048 with row and MVCC reduction")
  func lostUpdateOfFour() {
    expect(.lostUpdate(clients: 4), [(.mvcc, 3_048)])
  }

  @Test("Write skew has 70, 20, 10, 5 and 3")
  func writeSkew() {
    expect(.writeSkew(), [(.none, 70), (.begin, 20), (.table, 10), (.row, 5), (.mvcc, 3)])
  }

  @Test("Three disjoint transactions have 1,680, 366, 1 and 1")
  func disjoint() {
    expect(.disjoint, [(.begin, 1_680), (.table, 366), (.row, 1), (.mvcc, 1)])
  }

  @Test("A deadlock whose victim closed the cycle has 30, 8, 8, 6 and 6: who closed it counts")
  func deadlockOfTheCloser() {
    expect(.deadlock, [(.none, 30), (.begin, 8), (.table, 8), (.row, 6), (.mvcc, 6)])
  }

  @Test("A deadlock with both victims has 42, 12, 12, 6 and 6: once deadlocked, who began does not count")
  func deadlockOfBoth() {
    let explorer = Explorer(program: .deadlock, victims: .all)
    let counts = [Reduction.none, .begin, .table, .row, .mvcc].map { explorer.explore($0).tally.schedules }
    #expect(counts == [42, 12, 12, 6, 6])
  }

  @Test("Under SERIALIZABLE a finer reduction than tables changes nothing")
  func serializable() {
    for program in [Program.writeSkew(.serializable), .chain] {
      let explorer = Explorer(program: program)
      let table = explorer.explore(.table)
      #expect(explorer.explore(.row).schedules == table.schedules)
      #expect(explorer.explore(.auto).schedules == table.schedules)
      #expect(Set(table.outcomes.keys) == explorer.everyOutcome())
    }
    #expect(Reduction.auto.applied(to: [.readCommitted, .repeatableRead]) == .mvcc)
    #expect(Reduction.auto.applied(to: [.readCommitted, .serializable]) == .table)
    #expect(Reduction.begin.applied(to: [.serializable]) == .begin)
  }
}
