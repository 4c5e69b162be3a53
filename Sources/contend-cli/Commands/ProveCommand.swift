import ArgumentParser
import ContendModel
import ContendReport
import ContendRuns

struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Reproduce the bug and judge its fixes.",
    discussion: """
      Runs the buggy variant and every fix side by side against a real PostgreSQL and gives a verdict for \
      each fix. Without --fix the exit code says whether every fix was judged as the scenario expects.
      """)

  @Argument(
    help: "Names of library scenarios, .race.sql files, or folders that contain them.", completion: .scenarios
  )
  var scenarios: [String] = []

  @Flag(help: "Prove every scenario of the library, in 10min at most.")
  var all = false

  @Option(
    help: """
      Time limit for all scenarios together; --budget applies to each of them. Time that one scenario does \
      not need goes to those after it.
      """)
  var totalBudget: TimeSpan?

  @Option(
    name: .customLong("fix"), parsing: .singleValue,
    help: "Judge this fix only, in each scenario that has it. Repeat the option for several fixes.")
  var fixes: [String] = []

  @Option(help: "Exit with 2 unless every eliminated fix is proved (eliminated_proved).")
  var require: Requirement?

  @Option(
    help: ArgumentHelp(
      "Fail if something is worse than in this stored result; say what is better.", valueName: "result.json"))
  var baseline: String?

  @OptionGroup var explore: ExploreFlags
  @OptionGroup var dividing: DivisionFlags
  @OptionGroup var flags: RunFlags

  enum Requirement: String, ExpressibleByArgument, CaseIterable {
    case proved
  }

  func validate() throws {
    if all == !scenarios.isEmpty {
      throw ValidationError("name scenarios, files or folders, or give --all for every one of the library")
    }
    if all, !fixes.isEmpty {
      throw ValidationError("--fix belongs to scenarios that are named, not to --all")
    }
    if isForMany, !flags.parameters.isEmpty {
      throw ValidationError("--param belongs to one scenario, not to several or --all")
    }
    if dividing.shard != nil || dividing.split != nil, ![.auto, .depthFirst].contains(explore.strategy) {
      throw ValidationError(
        "--shard and --split divide depth-first search, not --strategy \(explore.strategy.rawValue)")
    }
    if dividing.shard != nil, flags.output.redact || baseline != nil {
      throw ValidationError(
        "--redact and --baseline need the whole result: give contend merge --redact, and compare what it writes"
      )
    }
    if dividing.shard != nil, !flags.output.writesJSON {
      throw ValidationError("--shard needs --json: contend merge reads it")
    }
    if !isForMany, totalBudget != nil {
      throw ValidationError("--total-budget is for several scenarios; --budget limits one")
    }
  }

  /// One table for all of them: a folder is many even where it holds one.
  private var isForMany: Bool {
    all || scenarios.count > 1 || scenarios.contains(where: ScenarioFile.isFolder)
  }

  func run() async throws {
    let division = try dividing.division()
    let baseline = try baseline.flatMap(StoredBaseline.read)
    if isForMany { return try await runMany(division, baseline) }
    try await flags.run(scenarios[0], baseline: baseline) { options in
      var options = options
      divide(&options, division)
      var prove = ProveRun(try ScenarioFile.load(scenarios[0]), fixNames: fixes, options: options)
      prove.requiresProof = require == .proved
      return try await prove.run()
    }
  }

  /// Shards have to draw the same values: they explore parts of one program.
  private func divide(_ options: inout RunOptions, _ division: Division?) {
    options.explore = explore.choice
    options.explore.division = division
    if division != nil { options.seed = flags.seed ?? Self.sharedSeed }
  }

  private static let sharedSeed: UInt64 = 1

  private func runMany(_ division: Division?, _ baseline: StoredBaseline?) async throws {
    let paths = try all ? ListCommand.library() : ScenarioFile.found(scenarios)
    let (list, count) = try await flags.supervise { options in
      var options = options
      divide(&options, division)
      var library = try LibraryRun(paths, fixNames: fixes, options: options)
      library.totalBudget = totalBudget?.duration
      if all, totalBudget == nil, flags.budget == nil { library.totalBudget = LibraryRun.usualBudget }
      // A scenario of many may take more than it would alone, if the others leave it.
      if library.totalBudget != nil, flags.budget == nil { library.options.budget = .seconds(86_400) }
      library.requiresProof = require == .proved
      return (await library.run(), library.count)
    }
    try flags.output.present(list, of: count)
    let code = flags.output.compare(list, with: baseline) ?? list.exitCode
    throw ExitCode(list.isInterrupted ? Interrupts.exitCode ?? code : code)
  }
}

extension ScenarioFile {
  /// The scenarios that arguments name, each once; exits where a folder holds none.
  fileprivate static func found(_ arguments: [String]) throws -> [String] {
    var known: Set<String> = []
    return try arguments.flatMap { argument in
      let files = files(at: argument)
      if files.isEmpty {
        Console.error("no scenario files in \(argument): their names end in \(ending)")
        throw ExitCode(65)
      }
      return files.filter { known.insert($0).inserted }
    }
  }
}
