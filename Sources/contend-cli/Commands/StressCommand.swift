import ArgumentParser
import ContendRuns

struct StressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stress",
    abstract: "Run one variant, or a pgbench script, under free-running load.",
    discussion: """
      Rounds from fresh state; exits with 1 if one failed. A round is a number of calls of each client, or \
      with --duration a time. With --rate calls arrive at that rate whatever became of earlier ones, and \
      their latency counts from when they were due.

      contend stress --pgbench script.sql --setup tables.sql --clients 50 --duration 20s
      """)

  @Argument(
    help: "A scenario of the library by name, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String?

  @Option(help: "The variant to run.")
  var variant = "buggy"

  @Option(
    help: ArgumentHelp("Run a plain pgbench script instead of a scenario.", valueName: "file"),
    completion: .file(extensions: ["sql"]))
  var pgbench: String?

  @Option(
    help: ArgumentHelp("SQL that makes the tables of the pgbench script.", valueName: "file"),
    completion: .file(extensions: ["sql"]))
  var setup: String?

  @Option(help: "Rounds to run; without --duration as many as 10s or --budget have room for.")
  var rounds: Int?

  @Option(help: "How long a round lasts, such as 20s, instead of --calls.")
  var duration: TimeSpan?

  @Flag(help: "Send BEGIN together with the statement after it: one round trip less.")
  var fuseBegin = false

  @OptionGroup var flags: RunFlags

  func validate() throws {
    if let rounds, rounds < 1 { throw ValidationError("--rounds is at least 1") }
    if duration != nil, flags.calls != nil {
      throw ValidationError("--duration and --calls exclude each other")
    }
    if (scenario == nil) == (pgbench == nil) {
      throw ValidationError("name a scenario, or a pgbench script with --pgbench")
    }
    if setup != nil, pgbench == nil { throw ValidationError("--setup belongs to --pgbench") }
    if variant != "buggy", pgbench != nil { throw ValidationError("a pgbench script has no variants") }
  }

  func run() async throws {
    try await flags.run { options in
      var stress = StressRun(try file(options), variant: variant, options: options)
      stress.rounds = rounds
      stress.duration = duration?.duration
      stress.limit = flags.budget?.duration
      stress.fusesBegin = fuseBegin
      return try await stress.run()
    }
  }

  private func file(_ options: RunOptions) throws -> ScenarioFile {
    if let pgbench { return try .pgbench(pgbench, setup: setup, parameters: options.parameters) }
    return try ScenarioFile.load(scenario ?? "")
  }
}
