import ContendModel
import Testing

@testable import ContendExploration

@Suite("Reductions lose no outcome")
struct SoundnessTests {
  static let levels: [[IsolationLevel]] = [
    [.readCommitted], [.repeatableRead], [.serializable], IsolationLevel.allCases,
  ]

  private func expectSame(_ program: Program, _ victims: DeadlockVictims, _ comment: Comment) {
    let explorer = Explorer(program: program, victims: victims)
    let expected = explorer.everyOutcome()
    for reduction in [Reduction.table, .row, .mvcc] {
      let reduced = explorer.explore(reduction)
      #expect(Set(reduced.outcomes.keys) == expected, "\(reduction), \(victims), \(comment): \(program)")
      #expect(reduced.tally.isComplete)
    }
  }

  @Test("Every reduction gives random programs the outcomes of plain enumeration", arguments: levels)
  func random(_ levels: [IsolationLevel]) {
    for seed in UInt64(1)...120 {
      let program = Program.random(seed: seed, events: 8, levels: levels)
      expectSame(program, seed.isMultiple(of: 2) ? .all : .closing, "seed \(seed)")
    }
  }

  @Test("So do programs of three clients with three events", arguments: levels)
  func wider(_ levels: [IsolationLevel]) {
    for seed in UInt64(1001)...1006 {
      let program = Program.random(seed: seed, events: 9, levels: levels)
      expectSame(program, seed.isMultiple(of: 2) ? .all : .closing, "seed \(seed)")
    }
  }

  @Test("So do programs that retry", arguments: levels)
  func retrying(_ levels: [IsolationLevel]) {
    for seed in UInt64(2001)...2060 {
      let program = Program.random(seed: seed, events: 6, levels: levels, attempts: 2)
      expectSame(program, seed.isMultiple(of: 2) ? .all : .closing, "seed \(seed)")
    }
  }

  @Test(
    "BEGIN fused with the statement after it gives the outcomes of every order of all events",
    arguments: levels)
  func begin(_ levels: [IsolationLevel]) {
    for seed in UInt64(3001)...3040 {
      let explorer = Explorer(program: .random(seed: seed, events: 6, levels: levels))
      #expect(explorer.everyOutcome() == explorer.everyOutcome(fusesBegin: false), "seed \(seed)")
    }
  }

  @Test("A waiter that two holders of a shared lock block meets what the second does next")
  func twoHolders() { expectSame(.twoHolders, .all, "two holders") }

  @Test("Whichever of two waiters goes first is explored, and so is either victim of a deadlock")
  func races() {
    let program = Program(
      [.begin, .add(Program.x, 1), .add(Program.y, 1), .commit], [.add(Program.x, 10)], [.add(Program.y, 10)])
    let wakes = Explorer(program: program).explore(.mvcc).schedules.map(\.description)
    #expect(wakes.contains { $0.contains("w2w3") || $0.hasSuffix("w2") })
    #expect(wakes.contains { $0.contains("w3w2") || $0.hasSuffix("w3") })
    let victims = Explorer(program: .deadlock).explore(.mvcc).schedules.map(\.description)
    #expect(victims.contains { $0.contains("v1") })
    #expect(victims.contains { $0.contains("v2") })
  }

  @Test("Source sets leave out runs that would be cut, and no class", arguments: levels)
  func sourceSets(_ levels: [IsolationLevel]) {
    var cut = (sleep: 0, source: 0)
    var complete = 0
    for seed in UInt64(4001)...4050 {
      let explorer = Explorer(program: .random(seed: seed, events: 8, levels: levels), victims: .closing)
      let sleep = explorer.explore(.mvcc, usesSourceSets: false)
      let source = explorer.explore(.mvcc)
      #expect(source.tally.schedules == sleep.tally.schedules, "seed \(seed)")
      #expect(Set(source.outcomes.keys) == Set(sleep.outcomes.keys), "seed \(seed)")
      cut = (cut.sleep + sleep.tally.redundant, cut.source + source.tally.redundant)
      complete += source.tally.schedules
    }
    print("\(levels.map(\.rawValue)): \(complete) classes, cut \(cut)")
    #expect(cut.source * 5 < complete, "more than a fifth of the runs is redundant")
  }
}
