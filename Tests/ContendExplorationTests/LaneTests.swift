import ContendModel
import Testing

@testable import ContendExploration

@Suite("Parallel lanes")
struct LaneTests {
  @Test("Several lanes count what one counts", arguments: [Reduction.begin, .table, .row, .mvcc])
  func same(_ reduction: Reduction) {
    let programs: [Program] = [
      .lostUpdate(clients: 3), .writeSkew(), .deadlock, .disjoint, .twoHolders,
      .writeSkew(.serializable), .lostUpdate(clients: 2, .repeatableRead, attempts: 3),
    ]
    for program in programs {
      let explorer = Explorer(program: program)
      let one = explorer.explore(reduction)
      for lanes in [2, 3] {
        let several = explorer.explore(reduction, lanes: lanes)
        #expect(several.tally.schedules == one.tally.schedules)
        #expect(Set(several.outcomes.keys) == Set(one.outcomes.keys))
        #expect(several.tally.isComplete)
      }
    }
  }

  @Test("They do so for random programs at every isolation level", arguments: SoundnessTests.levels)
  func random(_ levels: [IsolationLevel]) {
    for seed in UInt64(5001)...5030 {
      let explorer = Explorer(program: .random(seed: seed, events: 8, levels: levels), victims: .closing)
      let one = explorer.explore(.mvcc)
      let two = explorer.explore(.mvcc, lanes: 2)
      #expect(two.tally.schedules == one.tally.schedules, "seed \(seed)")
      #expect(Set(two.outcomes.keys) == Set(one.outcomes.keys), "seed \(seed)")
    }
  }

  @Test("Random walks and bounded walks do not depend on lanes either")
  func sampling() {
    let explorer = Explorer(program: .lostUpdate(clients: 3))
    let walks = [1, 2].map { explorer.explore(RandomWalk(seed: 5, runs: 200), lanes: $0).schedules }
    #expect(walks[0] == walks[1])
    let bounded = [1, 2].map { explorer.explore(PreemptionBounded(maximum: 2), lanes: $0).schedules }
    #expect(bounded[0] == bounded[1])
  }
}
