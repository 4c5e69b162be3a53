/// Why results of shards are not merged: together they would prove nothing.
package enum MergeRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// What two shards of one run have in common.
  package enum Common: String, Hashable, Sendable {
    case contend = "version of Contend"
    case text = "text of the scenario"
    case settings = "settings"
    case seed
    case server = "version of PostgreSQL"
    case count = "number of shards"
    case leaves = "plan of leaves"
  }

  case nothing
  /// Some scenarios of the run have no result in any file.
  case scenariosMissing(found: Int, of: Int)
  case noShard(scenario: String, file: String)
  case interrupted(scenario: String, file: String)
  /// Its file has another of these than the first file.
  case foreign(scenario: String, file: String, other: String, Common)
  case missing(scenario: String, shards: [Int], count: Int)
  case twice(scenario: String, shard: Int, files: [String])
  case leafMissing(scenario: String, variant: String, leaf: Int, leaves: Int)
  case leafTwice(scenario: String, variant: String, leaf: Int)
  /// A sum of the document is not that of its parts.
  case damaged(scenario: String, file: String, variant: String)
  /// No shard, or more than one, has the rounds of stress.
  case rounds(scenario: String, shards: [Int])

  package var description: String {
    switch self {
    case .nothing: "there is no result to merge"
    case .scenariosMissing(let found, let all):
      "the run had \(Figures.plural(all, "scenario")), and there are results of \(found): what could not be run "
        + "cannot be merged; mend it and run all shards again"
    case .noShard(let scenario, let file):
      "\(file): the result of \(scenario) is not one of a shard; merge takes the results of all shards of one run"
    case .interrupted(let scenario, let file):
      "\(file): the run of \(scenario) was interrupted; run that shard again"
    case .foreign(let scenario, let file, let other, let common):
      "\(file) has another \(common.rawValue) for \(scenario) than \(other), so the two are not shards of one run; "
        + (common == .leaves
          ? "run all shards again, with the same settings"
          : "run all shards with the same \(common.rawValue)")
    case .missing(let scenario, let shards, let count):
      "nothing is proved: \(Words.list(shards.map { "shard \($0)" })) of \(count) "
        + "\(shards.count == 1 ? "is" : "are") missing for \(scenario); name the results of all \(count)"
    case .twice(let scenario, let shard, let files):
      "shard \(shard) of \(scenario) is there twice, in \(Words.list(files)); name each result once"
    case .leafMissing(let scenario, let variant, let leaf, let leaves):
      "nothing is proved: no shard has explored leaf \(leaf) of the \(leaves) of \(scenario), variant \(variant); "
        + "run all shards again"
    case .leafTwice(let scenario, let variant, let leaf):
      "leaf \(leaf) of \(scenario), variant \(variant), was explored twice; run all shards again"
    case .damaged(let scenario, let file, let variant):
      "\(file): the figures of \(scenario), variant \(variant), contradict each other; run that shard again"
    case .rounds(let scenario, let shards):
      shards.isEmpty
        ? "no shard has the rounds of \(scenario); run all shards again"
        : "\(Words.list(shards.map { "shard \($0)" })) have rounds of \(scenario), and only one should; "
          + "run all shards again"
    }
  }
}
