import ContendChecking
import ContendExploration
import ContendModel
import ContendTestSupport
import Testing

@testable import ContendRuns

/// An attack on divided explorations: what the shards see together is what one exploration sees.
@Suite("Shards lose no outcome on the server", .serialized)
struct ShardSoundnessTests {
  private static let shards = 3

  private func explore(_ text: String, _ division: Division?) async throws -> ExploreResult {
    try await Explored.run(text, divided: division)
  }

  private func compare(_ text: String, _ name: String) async throws {
    let whole = try await explore(text, nil)
    let split = try await explore(text, Division(into: Self.shards))
    var outcomes: Set<SerialOutcome> = []
    var counts = (schedules: 0, redundant: 0)
    var own: [Int] = []
    for number in 1...Self.shards {
      let shard = Shard(number: number, count: Self.shards)
      let part = try await explore(text, Division(into: Self.shards, shard: shard))
      #expect(part.tally.isComplete, "\(name)")
      #expect(part.leaves?.all == split.leaves?.all, "\(name): shards disagree about the leaves")
      outcomes.formUnion(part.state.outcomes)
      counts.schedules += part.tally.schedules
      counts.redundant += part.tally.redundant
      own += part.leaves?.own ?? []
    }
    #expect(whole.tally.isComplete && split.tally.isComplete, "\(name)")
    #expect(outcomes == whole.state.outcomes, "\(name): \(text)")
    #expect(split.state.outcomes == whole.state.outcomes, "\(name): \(text)")
    #expect(counts == (split.tally.schedules, split.tally.redundant), "\(name)")
    #expect(own.sorted() == Array(0..<(split.leaves?.all.count ?? 0)), "\(name)")
    #expect(Set(whole.state.outcomes.map(\.digest)).count == whole.state.outcomes.count, "\(name)")
  }

  @Test("Of programs that wait, deadlock and skew")
  func known() async throws {
    try await compare(Programs.lostUpdate(clients: 2), "lost update")
    try await compare(Programs.writeSkew, "write skew")
    try await compare(Programs.deadlock, "deadlock")
  }

  @Test("Of random programs", arguments: IsolationLevel.allCases)
  func random(_ level: IsolationLevel) async throws {
    let seed: UInt64 = 815
    for number in 1...Extent.number(2, whole: 12) {
      let program = RandomProgram(seed: seed, number: number, limit: 36)
      let text =
        "\\scenario random \"A random program\"\n\\isolation \(level.rawValue)\n\\atomic none\n"
        + RandomProgram.setup + program.variant("\\variant buggy \"\(number)\"")
      try await compare(text, "\(level.rawValue), seed \(seed), program \(number)")
    }
  }
}
