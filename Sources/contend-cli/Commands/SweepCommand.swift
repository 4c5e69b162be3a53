import ArgumentParser
import ContendRuns

struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Measure failure rate and latency along a parameter.",
    discussion: """
      Runs rounds of every variant at every value, interleaved at random. Reports where failures start and \
      how the number of statements per call grows. If no values are given, it uses the scenario's \\sweep. \
      Exits with 1 if a round failed.

      contend sweep lost-update --param clients=2,4,8,16 --variant buggy,atomic
      """)

  @Argument(
    help: "The name of a library scenario, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String

  @Option(
    name: .customLong("variant"), parsing: .singleValue,
    help: ArgumentHelp(
      "The variants to draw; without it the bug and every fix.", valueName: "name,name…"))
  var variants: [String] = []

  @Option(
    help: ArgumentHelp("The \\sweep to use. Default: the first one of the scenario.", valueName: "name"))
  var over: String?

  @Option(help: "Rounds per variant and value.")
  var rounds = SweepRun.defaultRounds

  @OptionGroup var flags: RunFlags

  private var swept: [Assignment] {
    flags.parameters.filter { SweepAxis.isSwept($0.name, $0.value) }
  }

  func validate() throws {
    if rounds < 1 { throw ValidationError("--rounds is at least 1") }
    if over != nil, let given = swept.first {
      throw ValidationError("--over and --param \(given.name)=\(given.value) exclude each other")
    }
    for (name, value) in [("clients", flags.clients), ("calls", flags.calls)]
    where value != nil && swept.contains(where: { $0.name == name }) {
      throw ValidationError("--\(name) and --param \(name)= exclude each other")
    }
  }

  func run() async throws {
    try await flags.run(scenario) { options in
      var options = options
      options.parameters.removeAll { SweepAxis.isSwept($0.name, $0.value) }
      var sweep = SweepRun(
        try ScenarioFile.load(scenario),
        variants: variants.flatMap { $0.split(separator: ",").map(String.init) }, options: options)
      sweep.swept = swept.map { ($0.name, $0.value) }
      sweep.over = over
      sweep.rounds = rounds
      return try await sweep.run()
    }
  }
}
