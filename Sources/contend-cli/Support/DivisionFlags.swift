import ArgumentParser
import ContendModel
import ContendRuns

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How to divide a run among machines.
struct DivisionFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Run this part only, such as 2/4; auto asks the engine that started the run (Kubernetes, GitLab, Buildkite, \
      CircleCI, Slurm, AWS Batch, Bazel). contend merge joins the results and decides.
      """, valueName: "i/n"))
  var shard: String?

  @Option(
    help: "Divide explorations as n shards would and run all parts here, so that counts can be compared.")
  var split: Int?

  func validate() throws {
    if shard != nil, split != nil { throw ValidationError("--shard and --split exclude each other") }
    if let split, !(1...Shard.most).contains(split) {
      throw ValidationError("--split is 1 to \(Shard.most)")
    }
    if let shard, shard != "auto", Shard(shard) == nil {
      throw ValidationError("--shard \(shard) names no shard; the second of four is 2/4")
    }
  }

  /// Nil where nothing is to be divided; exits where no engine says which shard this is.
  func division() throws -> Division? {
    if let split { return Division(into: split) }
    guard let shard else { return nil }
    if let named = Shard(shard) { return Division(into: named.count, shard: named) }
    do {
      let found = try ShardEnvironment.shard(in: ProcessInfo.processInfo.environment)
      if let file = found.statusFile { touch(file) }
      return Division(into: found.shard.count, shard: found.shard)
    } catch {
      Console.error("--shard auto: \(error)")
      throw ExitCode(64)
    }
  }

  private func touch(_ file: String) {
    do {
      try OutputFile(file).append("")
    } catch {
      Console.error("cannot touch \(file), by which the engine knows that shards are supported: \(error)")
    }
  }
}
