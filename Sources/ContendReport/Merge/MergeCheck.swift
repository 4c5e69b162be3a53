import ContendModel
import ContendVerdict

/// Whether results of one scenario are those of all shards of one run: each once, nothing foreign, no leaf missing.
struct MergeCheck {
  private let members: [ShardMerge.Member]
  private let first: ShardMerge.Member

  /// - Parameter members: never empty.
  init(_ members: [ShardMerge.Member]) {
    self.members = members
    first = members[0]
  }

  private var scenario: String { first.document.scenario.name }

  func check() throws(MergeRefusal) {
    for member in members {
      if member.document.interrupted { throw .interrupted(scenario: scenario, file: member.file) }
      if let common = difference(member) {
        throw .foreign(scenario: scenario, file: member.file, other: first.file, common)
      }
    }
    try checkNumbers()
    for member in members { try checkSums(member) }
    for walk in first.shard.walks { try checkLeaves(of: walk) }
    let withRounds = members.filter { $0.shard.rounds != nil }.map(\.shard.number)
    if withRounds.count != 1 { throw .rounds(scenario: scenario, shards: withRounds) }
  }

  /// The cause before its effects: another text has other leaves, too.
  private func difference(_ member: ShardMerge.Member) -> MergeRefusal.Common? {
    let (one, other) = (first.document, member.document)
    var settings = (one.scenario, other.scenario)
    // Where a checkout lies makes no difference.
    settings.0.file = ""
    settings.1.file = ""
    if one.contend != other.contend { return .contend }
    if one.scenario.sha256 != other.scenario.sha256 { return .text }
    if first.shard.count != member.shard.count { return .count }
    if one.seed != other.seed { return .seed }
    if one.server.version != other.server.version { return .server }
    if settings.0 != settings.1 || first.shard.rule != member.shard.rule { return .settings }
    return first.shard.plan == member.shard.plan ? nil : .leaves
  }

  private func checkNumbers() throws(MergeRefusal) {
    for number in 1...max(1, first.shard.count) {
      let files = members.filter { $0.shard.number == number }.map(\.file)
      if files.count > 1 { throw .twice(scenario: scenario, shard: number, files: files) }
    }
    let missing = Set(1...max(1, first.shard.count)).subtracting(members.map(\.shard.number))
    if !missing.isEmpty {
      throw .missing(scenario: scenario, shards: missing.sorted(), count: first.shard.count)
    }
  }

  private func checkLeaves(of walk: ShardSection.Walk) throws(MergeRefusal) {
    let explored = members.flatMap { member in
      member.shard.walks.filter { $0.variant == walk.variant }.flatMap(\.own)
    }
    var counts: [Int: Int] = [:]
    for leaf in explored { counts[leaf, default: 0] += 1 }
    for leaf in 0..<walk.leaves where counts[leaf] == nil {
      throw .leafMissing(
        scenario: scenario, variant: walk.variant, leaf: leaf + 1, leaves: walk.leaves)
    }
    for (leaf, count) in counts.sorted(by: { $0.key < $1.key }) where count > 1 || leaf >= walk.leaves {
      throw .leafTwice(scenario: scenario, variant: walk.variant, leaf: leaf + 1)
    }
  }

  /// What people read in a result must be what is merged.
  private func checkSums(_ member: ShardMerge.Member) throws(MergeRefusal) {
    let document = member.document
    let sections =
      [(document.control.variant, document.control.explore)] + document.fixes.map { ($0.name, $0.explore) }
    for (variant, section) in sections {
      let figures = member.shard.walks.first { $0.variant == variant }?.figures
      let failing = figures?.kinds.map(\.schedules) ?? []
      let isSound =
        section?.schedules == figures?.coverage.schedules && section?.failing == figures?.failing
        && section?.redundant == figures?.redundant
        && failing.allSatisfy { $0 <= figures?.failing ?? 0 }
        && failing.reduce(0, +) >= figures?.failing ?? 0
      if !isSound { throw .damaged(scenario: scenario, file: member.file, variant: variant) }
    }
  }
}
