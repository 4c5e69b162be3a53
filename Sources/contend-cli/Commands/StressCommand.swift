import ArgumentParser
import ContendRuns

struct StressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stress",
    abstract: "Run one variant, or a pgbench script, under free-running load.",
    discussion: """
      Every round starts from a fresh state. A round consists of a number of calls per client, or lasts for \
      the time given by --duration. With --rate, calls arrive at that rate even if earlier ones are late, and \
      latency is measured from the time a call was due. Exits with 1 if a round failed.

      contend stress --pgbench script.sql --setup tables.sql --clients 50 --duration 20s
      """)

  @Argument(
    help: "The name of a library scenario, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String?

  @Option(help: "The variant to run.")
  var variant = "buggy"

  @Option(
    help: ArgumentHelp("Run a plain pgbench script instead of a scenario.", valueName: "file"),
    completion: .file(extensions: ["sql"]))
  var pgbench: String?

  @Option(
    help: ArgumentHelp("SQL that creates the tables of the pgbench script.", valueName: "file"),
    completion: .file(extensions: ["sql"]))
  var setup: String?

  @Option(help: "Rounds to run. Default: as many as fit into 10s or --budget; one with --duration.")
  var rounds: Int?

  @Option(help: "How long a round lasts, such as 20s; replaces --calls.")
  var duration: TimeSpan?

  @Flag(help: "Send BEGIN together with the next statement, which saves a round trip.")
  var fuseBegin = false

  @OptionGroup var flags: RunFlags

  func validate() throws {
    if let rounds, rounds < 1 { throw ValidationError("--rounds must be at least 1") }
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
    try await flags.run(scenario ?? pgbench ?? "") { options in
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
