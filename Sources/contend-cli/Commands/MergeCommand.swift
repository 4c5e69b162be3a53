import ArgumentParser
import ContendReport
import ContendRuns

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Join the results of all shards of a run, and decide.",
    discussion: """
      Reads what prove --shard wrote with --json, one file for each shard, adds up what they saw and judges it \
      as one run is judged. Refuses what is not whole: a shard or leaf that is missing or there twice, or that \
      belongs to another run.
      """)

  @Argument(help: "The results of all shards.", completion: .file(extensions: ["json"]))
  var results: [String]

  @OptionGroup(title: "Output") var output: OutputFlags

  func run() throws {
    try output.requireFolders()
    let sources = try results.map { ShardMerge.Source(name: $0, documents: try StoredResults.read($0)) }
    let merged: [ResultDocument]
    do {
      merged = try ShardMerge.merged(sources)
    } catch {
      Console.error("\(error)")
      throw ExitCode(65)
    }
    if merged.count == 1 {
      try output.present(merged[0])
    } else {
      try output.present(ResultList(merged), of: merged.count)
    }
    throw ExitCode(ResultList(merged).exitCode)
  }
}
