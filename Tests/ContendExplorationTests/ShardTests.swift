import ContendModel
import Testing

@testable import ContendExploration

@Suite("Shards of one exploration")
struct ShardTests {
  /// The leaves of a program for so many shards.
  private func leaves(
    _ explorer: Explorer, _ reduction: Reduction, shards: Int, lanes: Int = 1
  ) throws -> [Leaf] {
    var explorer = explorer
    explorer.fusesBegin = reduction.fusesBegin
    var trunk = TrunkWalk(reduction: reduction, leaves: 8 * shards, victims: explorer.victims)
    var underWay: [DepthFirstExecution] = []
    while true {
      while underWay.count < lanes, case .run(let run) = trunk.begin() { underWay.append(run) }
      guard !underWay.isEmpty else { break }
      var run = underWay.removeLast()
      let ending = explorer.run(&run).ending
      trunk.end(run, ending)
    }
    return try #require(trunk.leaves)
  }

  private func walk(_ explorer: Explorer, _ reduction: Reduction, below leaves: [Leaf]) -> Explorer.Report {
    var explorer = explorer
    explorer.fusesBegin = reduction.fusesBegin
    return explorer.explore(LeafWalk(reduction: reduction, below: leaves, victims: explorer.victims))
  }

  /// What each shard sees, together.
  private func union(
    _ explorer: Explorer, _ reduction: Reduction, shards: Int
  ) throws -> (outcomes: Set<String>, schedules: Int, redundant: Int) {
    let leaves = try leaves(explorer, reduction, shards: shards)
    var (outcomes, schedules, redundant): (Set<String>, Int, Int) = ([], 0, 0)
    var all: Set<Schedule> = []
    for number in 1...shards {
      let shard = try #require(Shard(number: number, count: shards))
      let own = leaves.indices.filter(shard.owns).map { leaves[$0] }
      guard !own.isEmpty else { continue }
      let report = walk(explorer, reduction, below: own)
      #expect(report.tally.isComplete)
      #expect(all.isDisjoint(with: report.schedules), "a schedule belongs to two shards")
      all.formUnion(report.schedules)
      outcomes.formUnion(report.outcomes.keys)
      schedules += report.tally.schedules
      redundant += report.tally.redundant
    }
    return (outcomes, schedules, redundant)
  }

  @Test(
    "Together they see every outcome of random programs, and run what one machine runs that splits alike",
    arguments: SoundnessTests.levels, [Reduction.begin, .table, .row, .mvcc])
  func random(_ levels: [IsolationLevel], _ reduction: Reduction) throws {
    for seed in UInt64(6001)...6014 {
      let program = Program.random(seed: seed, events: seed.isMultiple(of: 3) ? 8 : 7, levels: levels)
      let explorer = Explorer(program: program, victims: seed.isMultiple(of: 2) ? .all : .closing)
      let shards = Int(seed % 4) + 1
      let (outcomes, schedules, redundant) = try union(explorer, reduction, shards: shards)
      #expect(outcomes == explorer.everyOutcome(), "\(shards) shards, seed \(seed): \(program)")
      let split = walk(explorer, reduction, below: try leaves(explorer, reduction, shards: shards))
      #expect(split.tally.schedules == schedules && split.tally.redundant == redundant, "seed \(seed)")
    }
  }

  @Test("They do so for programs that retry", arguments: SoundnessTests.levels)
  func retrying(_ levels: [IsolationLevel]) throws {
    for seed in UInt64(7001)...7015 {
      let explorer = Explorer(program: .random(seed: seed, events: 6, levels: levels, attempts: 2))
      let outcomes = try union(explorer, .mvcc, shards: 3).outcomes
      #expect(outcomes == explorer.everyOutcome(), "seed \(seed)")
    }
  }

  @Test("Without one of them an outcome is missing: the check above can fail")
  func missing() throws {
    let explorer = Explorer(program: .lostUpdate(clients: 3))
    let leaves = try leaves(explorer, .mvcc, shards: 2)
    let half = leaves.indices.filter { $0.isMultiple(of: 8) }.map { leaves[$0] }
    #expect(Set(walk(explorer, .mvcc, below: half).outcomes.keys) != explorer.everyOutcome())
  }

  @Test("There are enough leaves for every shard, in the same order whatever the number of lanes")
  func plan() throws {
    let explorer = Explorer(program: .lostUpdate(clients: 3))
    for reduction in [Reduction.begin, .table, .mvcc] {
      let one = try leaves(explorer, reduction, shards: 3)
      #expect(one.count >= 24)
      let two = try leaves(explorer, reduction, shards: 3, lanes: 2)
      #expect(one.map(\.schedule) == two.map(\.schedule))
      #expect(Set(one.map(\.schedule)).count == one.count)
    }
  }

  @Test("A program with fewer interleavings than leaves are wanted has a leaf for each")
  func small() throws {
    let explorer = Explorer(program: .deadlock)
    let leaves = try leaves(explorer, .mvcc, shards: 100)
    #expect(walk(explorer, .mvcc, below: leaves).tally.schedules == leaves.count)
  }

  @Test("A shard is written as people count, and only so")
  func text() {
    #expect(Shard("2/4")?.number == 2)
    #expect(Shard("4/4")?.description == "4/4")
    for wrong in ["0/4", "5/4", "1/0", "2", "2/", "/4", "2/4/6", "+2/4", "02/4", " 2/4", "1/1001", ""] {
      #expect(Shard(wrong) == nil, "\(wrong)")
    }
    let owned = (0..<9).map { part in (1...4).filter { Shard(number: $0, count: 4)?.owns(part) == true } }
    #expect(owned == [[1], [2], [3], [4], [1], [2], [3], [4], [1]])
    #expect((0..<9).allSatisfy(Division(into: 4).runs))
  }
}
