import ContendCommandSupport
import ContendModel
import ContendTestSupport
import Foundation
import Testing

/// The recipes of docs/ci.md that divide a run over several machines can be read, and agree with themselves.
@Suite struct ShardRecipeTests {
  /// The block of code under a heading.
  private func recipe(_ engine: String) throws -> String {
    let text = try repositoryFile("docs/ci.md")
    let heading = try #require(text.range(of: "### Shards: \(engine)\n"))
    let parts = text[heading.upperBound...].components(separatedBy: "```")
    try #require(parts.count > 2)
    return String(parts[1].drop { $0 != "\n" }.dropFirst())
  }

  private func yaml(_ engine: String) throws -> JSONValue { try YAMLReader.read(recipe(engine)) }

  private func strings(_ value: JSONValue?) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let items): items.flatMap(strings)
    case .object(let members): members.sorted { $0.key < $1.key }.flatMap { strings($0.value) }
    default: []
    }
  }

  /// Files that `contend merge` is given.
  private func merged(_ lines: [String]) -> Int {
    lines.filter { $0.contains("contend merge ") }.flatMap { $0.split(separator: " ") }
      .count { $0.hasSuffix(".json") }
  }

  /// The options that a recipe gives to `contend` are the command's.
  private func check(_ lines: [String]) throws {
    var count = 0
    for command in ["prove", "merge"] {
      let help = try Contend.run([command, "--help"]).output
      for line in lines where line.contains("contend \(command) ") {
        count += 1
        for word in line.split(separator: " ") where word.hasPrefix("--") {
          #expect(help.contains("  \(word) "), "contend \(command) \(word)")
        }
      }
    }
    #expect(count > 0)
  }

  @Test func `GitHub's matrix has as many shards as are merged`() throws {
    let jobs = try #require(try yaml("GitHub Actions")["jobs"])
    guard case .array(let shards)? = jobs["races"]?["strategy"]?["matrix"]?["shard"] else {
      Issue.record("no matrix")
      return
    }
    let lines = strings(jobs)
    #expect(lines.contains { $0.contains("--shard ${{ matrix.shard }}/\(shards.count) ") })
    #expect(merged(lines) == shards.count)
    #expect(jobs["verdict"]?["needs"] == .string("races"))
    try check(lines)
  }

  @Test func `GitLab runs as many jobs as are merged`() throws {
    let file = try yaml("GitLab CI")
    let lines = strings(file)
    #expect(file["races"]?["parallel"] == .number(Double(merged(lines))))
    #expect(lines.contains { $0.contains("--shard auto --json race-$CI_NODE_INDEX.json") })
    try check(lines)
  }

  @Test func `Kubernetes says how many shards there are, and runs as many`() throws {
    let spec = try #require(try yaml("Kubernetes")["spec"])
    #expect(spec["completionMode"] == .string("Indexed"))
    #expect(spec["completions"] == .number(4) && spec["parallelism"] == .number(4))
    guard case .array(let containers)? = spec["template"]?["spec"]?["containers"],
      case .array(let environment)? = containers.first?["env"]
    else {
      Issue.record("no container with an environment")
      return
    }
    #expect(environment == [.object(["name": .string("CONTEND_SHARDS"), "value": .string("4")])])
    try check(strings(containers.first?["command"]))
  }

  @Test func `Slurm's script is one, and its array is what is merged`() throws {
    let script = try recipe("Slurm")
    #expect(script.contains("\n#SBATCH --array=1-4\n"))
    #expect(
      try repositoryFile("docs/ci.md").contains(
        "`contend merge race-1.json race-2.json race-3.json race-4.json`"))
    let file = FileManager.default.temporaryDirectory.path + "/contend-slurm-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try script.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try Command(["/bin/bash", "-n", file]).finish().exitCode == 0)
    try check(script.split(separator: "\n").map(String.init))
  }
}
