import ContendModel
import ContendRuns
import Testing

/// Engines that start several runs say which of them each is.
@Suite struct ShardEnvironmentTests {
  @Test(
    arguments: [
      ["JOB_COMPLETION_INDEX": "1", "CONTEND_SHARDS": "4"],
      ["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "4"],
      ["BUILDKITE_PARALLEL_JOB": "1", "BUILDKITE_PARALLEL_JOB_COUNT": "4"],
      ["CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "4"],
      ["SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "4"],
      ["SLURM_ARRAY_TASK_ID": "11", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "10"],
      ["AWS_BATCH_JOB_ARRAY_INDEX": "1", "AWS_BATCH_JOB_ARRAY_SIZE": "4"],
      ["TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "4"],
    ])
  func `every engine counts in its own way`(_ environment: [String: String]) throws {
    let found = try ShardEnvironment.shard(in: environment.merging(["PATH": "/bin", "CI": "true"]) { $1 })
    #expect(found.shard.description == "2/4")
    #expect(found.statusFile == nil)
  }

  @Test func `Bazel's status file is found`() throws {
    let found = try ShardEnvironment.shard(
      in: ["TEST_SHARD_INDEX": "0", "TEST_TOTAL_SHARDS": "2", "TEST_SHARD_STATUS_FILE": "/tmp/status"])
    #expect(found.shard.description == "1/2" && found.statusFile == "/tmp/status")
  }

  private func fault(_ environment: [String: String]) -> String? {
    do {
      _ = try ShardEnvironment.shard(in: environment)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `two engines at once are refused by name`() {
    let text = fault([
      "CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2", "JOB_COMPLETION_INDEX": "0", "CONTEND_SHARDS": "2",
    ])
    #expect(text?.contains("JOB_COMPLETION_INDEX and CONTEND_SHARDS (Kubernetes)") == true)
    #expect(text?.contains("CI_NODE_INDEX and CI_NODE_TOTAL (GitLab)") == true)
    #expect(text?.contains("Slurm") == false)
  }

  @Test func `no engine, an index without a total and numbers that fit no shard are refused`() {
    #expect(fault(["CI_NODE_TOTAL": "1", "PATH": "/bin"])?.hasPrefix("no engine has said") == true)
    #expect(fault(["JOB_COMPLETION_INDEX": ""])?.hasPrefix("no engine has said") == true)
    #expect(
      fault(["JOB_COMPLETION_INDEX": "1"])
        == "JOB_COMPLETION_INDEX (Kubernetes) is set and CONTEND_SHARDS is not; set it to the number of shards"
    )
    for (index, total) in [("0", "4"), ("5", "4"), ("x", "4"), ("1", "many"), ("1", "0")] {
      let text = fault(["CI_NODE_INDEX": index, "CI_NODE_TOTAL": total])
      #expect(
        text?.contains("CI_NODE_INDEX=\(index) and CI_NODE_TOTAL=\(total) (GitLab) name no shard") == true)
    }
  }
}
