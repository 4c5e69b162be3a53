import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// `prove --shard` and `merge`, as several machines use them.
@Suite(.serialized) struct MergeTests {
  private static let scenario = """
    \\scenario counter "Two clients count"
    \\expect check-then-act
    \\load clients=8 calls=1
    \\explore clients=3 calls=1
    \\setup
    CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO counter VALUES (1, 0);
    \\variant buggy "read, write back"
    SELECT n AS have FROM counter WHERE id = 1  \\gset
    \\set next :have + 1
    UPDATE counter SET n = :next WHERE id = 1;
    \\fix relative "the database adds"
    SELECT n AS have FROM counter WHERE id = 1  \\gset
    UPDATE counter SET n = n + 1 WHERE id = 1;
    \\invariant counted
    SELECT n FROM counter WHERE n <> (SELECT count(*) FROM calls WHERE outcome = 'ok');
    """

  private func prove(
    _ folder: Folder, _ name: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> CommandResult {
    let file = try folder.write(Self.scenario, to: "counter.race.sql")
    return try Contend.run(
      ["prove", file, "--reduction", "begin", "--budget", "100s", "--json", "\(folder.path)/\(name).json"]
        + arguments, environment: environment)
  }

  /// Counts and verdict of each variant.
  private func figures(_ folder: Folder, _ name: String) throws -> [String] {
    let document = try JSONValue(text: folder.read("\(name).json"))
    let fix = document["fixes"]?[0]
    return [document["control"]?["explore"], fix?["explore"]].map { explore in
      "\(["schedules", "redundant", "failing", "complete"].map { explore?[$0] ?? .null })"
    } + ["\(fix?["verdict"] ?? .null)"]
  }

  @Test func `the shards together show and prove what one machine does that divides alike`() throws {
    let folder = try Folder()
    let status = "\(folder.path)/status"
    let first = try prove(folder, "1", ["--shard", "1/2"])
    #expect(first.exitCode == 0, "\(first.all)")
    #expect(first.output.contains("Shard 1 of 2, which decides nothing by itself."))
    let second = try prove(
      folder, "2", ["--shard", "auto"],
      environment: ["TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "2", "TEST_SHARD_STATUS_FILE": status])
    #expect(second.exitCode == 0, "\(second.all)")
    #expect(FileManager.default.fileExists(atPath: status))
    let files = ["1", "2"].map { "\(folder.path)/\($0).json" }
    let merged = try Contend.run(["merge"] + files + ["--json", "\(folder.path)/merged.json"])
    let split = try prove(folder, "split", ["--split", "2"])
    #expect(merged.exitCode == split.exitCode, "\(merged.all)\n\(split.all)")
    #expect(try figures(folder, "merged") == figures(folder, "split"))
    #expect(try figures(folder, "merged").last?.contains("eliminated_proved") == true)
    for name in ["1", "2", "merged", "split"] {
      #expect(try violations(of: folder.read("\(name).json")) == [], "\(name)")
    }
    let missing = try Contend.run(["merge", files[1], "--json", "\(folder.path)/missing.json"])
    #expect(missing.exitCode == 65)
    #expect(missing.errors.contains("nothing is proved: shard 1 of 2 is missing for counter"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/missing.json"))
    let twice = try Contend.run(["merge"] + files + [files[0]])
    #expect(twice.exitCode == 65 && twice.errors.contains("shard 1 of counter is there twice"))
    let whole = try Contend.run(["merge", "\(folder.path)/split.json"])
    #expect(whole.exitCode == 65 && whole.errors.contains("the result of counter is not one of a shard"))
  }

  @Test(arguments: [
    (["--shard", "5/4"], "--shard 5/4 names no shard"),
    (["--shard", "1/2", "--split", "2"], "--shard and --split exclude each other"),
    (["--split", "0"], "--split is 1 to 1000"),
    (["--shard", "1/2", "--strategy", "pct"], "not --strategy pct"),
    (["--shard", "1/2", "--redact"], "need the whole result"),
  ])
  func `what cannot be divided is refused before anything runs`(flags: [String], complaint: String) throws {
    let result = try prove(try Folder(), "1", flags)
    #expect(result.exitCode == 64 && result.errors.contains(complaint), "\(result.all)")
  }

  @Test func `two engines, none, and a shard that writes no result are refused`() throws {
    let folder = try Folder()
    let two = try prove(
      folder, "1", ["--shard", "auto"],
      environment: [
        "CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2", "JOB_COMPLETION_INDEX": "0", "CONTEND_SHARDS": "2",
      ])
    #expect(two.exitCode == 64 && two.errors.contains("several engines say which shard this is"))
    let none = try prove(folder, "1", ["--shard", "auto"])
    #expect(none.exitCode == 64 && none.errors.contains("no engine has said which shard this is"))
    let silent = try Contend.run(["prove", "lost-update", "--shard", "1/2"])
    #expect(silent.exitCode == 64 && silent.errors.contains("--shard needs --json"))
  }
}
