package import ContendModel

/// Which shard a run is, as the engine says that started it.
package enum ShardEnvironment {
  /// Where one engine keeps index and total.
  package struct Pair: Hashable, Sendable {
    package var engine: String
    package var index: String
    package var total: String
    /// The number of the first, or the variable that has it.
    var first = First.number(0)
    /// A file by whose touch the engine knows that the program divides its work.
    var statusFile: String?

    enum First: Hashable, Sendable {
      case number(Int)
      case variable(String)
    }
  }

  /// One line for each engine.
  package static let pairs = [
    Pair(engine: "Kubernetes", index: "JOB_COMPLETION_INDEX", total: "CONTEND_SHARDS"),
    Pair(engine: "GitLab", index: "CI_NODE_INDEX", total: "CI_NODE_TOTAL", first: .number(1)),
    Pair(engine: "Buildkite", index: "BUILDKITE_PARALLEL_JOB", total: "BUILDKITE_PARALLEL_JOB_COUNT"),
    Pair(engine: "CircleCI", index: "CIRCLE_NODE_INDEX", total: "CIRCLE_NODE_TOTAL"),
    Pair(
      engine: "Slurm", index: "SLURM_ARRAY_TASK_ID", total: "SLURM_ARRAY_TASK_COUNT",
      first: .variable("SLURM_ARRAY_TASK_MIN")),
    Pair(engine: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", total: "AWS_BATCH_JOB_ARRAY_SIZE"),
    Pair(
      engine: "Bazel", index: "TEST_SHARD_INDEX", total: "TEST_TOTAL_SHARDS",
      statusFile: "TEST_SHARD_STATUS_FILE"),
  ]

  package struct Found: Hashable, Sendable {
    package var shard: Shard
    package var statusFile: String?
  }

  package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case none
    case several([Pair])
    case noTotal(Pair)
    case malformed(Pair, index: String, total: String)

    package var description: String {
      switch self {
      case .none:
        "no engine has said which shard this is: neither of "
          + ShardEnvironment.pairs.map { "\($0.index) and \($0.total) (\($0.engine))" }.joined(
            separator: ", ")
          + " is set; name the shard, such as 2/4"
      case .several(let pairs):
        "several engines say which shard this is: "
          + pairs.map { "\($0.index) and \($0.total) (\($0.engine))" }.joined(separator: ", ")
          + " are set; unset all but one, or name the shard, such as 2/4"
      case .noTotal(let pair):
        "\(pair.index) (\(pair.engine)) is set and \(pair.total) is not; set it to the number of shards"
      case .malformed(let pair, let index, let total):
        "\(pair.index)=\(index) and \(pair.total)=\(total) (\(pair.engine)) name no shard; "
          + "name it yourself, such as 2/4"
      }
    }
  }

  package static func shard(in environment: [String: String]) throws(Fault) -> Found {
    let set = environment.filter { !$0.value.isEmpty }
    let named = pairs.filter { set[$0.index] != nil }
    guard let pair = named.first else { throw .none }
    if named.count > 1 { throw .several(named) }
    guard let total = set[pair.total] else { throw .noTotal(pair) }
    let first: Int? =
      switch pair.first {
      case .number(let number): number
      case .variable(let name): set[name].flatMap { Int($0) } ?? 0
      }
    let index = set[pair.index] ?? ""
    guard let first, let own = Int(index), let count = Int(total),
      let shard = Shard(number: own - first + 1, count: count)
    else { throw .malformed(pair, index: index, total: total) }
    return Found(shard: shard, statusFile: pair.statusFile.flatMap { set[$0] })
  }
}
