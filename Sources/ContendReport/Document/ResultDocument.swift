/// What one command found out: the document `contend/1` that `--json` writes and every report reads.
///
/// Rates are per round in 0…1, latencies milliseconds, throughput calls per second. What was not run
/// is nil here and `null` in JSON, never zero. `docs/contend-1.schema.json` describes every field.
package struct ResultDocument: Codable, Hashable, Sendable {
  package static let schemaID = "contend/1"

  package enum Command: String, Codable, Hashable, Sendable, CaseIterable {
    case prove, explore, stress, replay, sweep
  }

  package var schema = ResultDocument.schemaID
  /// Version of the program that wrote it.
  package var contend: String
  package var command: Command
  package var scenario: ScenarioSection
  package var seed: UInt64
  package var server: ServerSection
  /// The variant with the bug; the one variant of commands that run only one.
  package var control: ControlSection
  /// One per fix that was judged; empty unless the command is `prove`.
  package var fixes: [FixSection]
  /// The curves of `sweep`; nil in other commands.
  package var sweep: SweepSection?
  /// Nil unless this is one of several shards.
  package var shard: ShardSection?
  package var exitCode: Int32
  /// The run was stopped early: this is what was known by then.
  package var interrupted: Bool
  /// Wall time of the command in seconds.
  package var duration: Double

  package init(
    contend: String, command: Command, scenario: ScenarioSection, seed: UInt64,
    server: ServerSection, control: ControlSection, fixes: [FixSection] = [],
    sweep: SweepSection? = nil, shard: ShardSection? = nil, exitCode: Int32, interrupted: Bool = false,
    duration: Double
  ) {
    self.contend = contend
    self.command = command
    self.scenario = scenario
    self.seed = seed
    self.server = server
    self.control = control
    self.fixes = fixes
    self.sweep = sweep
    self.shard = shard
    self.exitCode = exitCode
    self.interrupted = interrupted
    self.duration = duration
  }

  private enum CodingKeys: String, CodingKey {
    case schema, contend, command, scenario, seed, server, control, fixes, sweep, shard
    case exitCode = "exit_code"
    case interrupted
    case duration = "duration_s"
  }
}
