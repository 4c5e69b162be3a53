import ContendRuns
import ContendModel
import ContendReport

extension Race {
  /// How to run a race; what is left out is what the command line would take.
  public struct Settings: Sendable {
    /// Of all draws and of the order of rounds.
    public var seed: UInt64
    /// Wall time for the run.
    public var budget: Duration
    public var server: Server
    /// Clients of a round, all roles together; nil is what the scenario says.
    public var clients: Int?
    /// Calls of each client; nil is what the scenario says.
    public var calls: Int?
    /// A profile of the scenario.
    public var profile: String?
    /// Values of parameters in place of the scenario's, as text.
    public var parameters: [String: String]

    public init(
      seed: UInt64 = 1, budget: Duration = .seconds(60), server: Server = .automatic, clients: Int? = nil,
      calls: Int? = nil, profile: String? = nil, parameters: [String: String] = [:]
    ) {
      self.seed = seed
      self.budget = budget
      self.server = server
      self.clients = clients
      self.calls = calls
      self.profile = profile
      self.parameters = parameters
    }
  }

  /// Where a race runs.
  public enum Server: Hashable, Sendable {
    /// `DATABASE_URL` or `PG*` variables if there are any, else an embedded server.
    case automatic
    /// A private PostgreSQL that ends with the run.
    case embedded
    /// A URL or a connection string of a server for tests.
    case database(String)
  }

  /// Reproduces the bug and judges its fixes: those named, or all of them.
  ///
  /// Returns what it has if the task is cancelled. Throws a ``RaceFailure``.
  public func prove(fixes: [String] = [], settings: Settings = Settings()) async throws -> Report {
    try await run(settings) { file, options in
      try await ProveRun(file, fixNames: fixes, options: options).run()
    }
  }

  /// Walks through every interleaving of one variant that matters, within the scope of the scenario.
  ///
  /// Returns and throws as ``prove(fixes:settings:)``.
  public func explore(
    _ variant: String = "buggy", settings: Settings = Settings()
  ) async throws -> Report {
    try await run(settings) { file, options in
      try await ExploreRun(file, variant: variant, options: options).run()
    }
  }

  /// Lets many clients run one variant freely, round after round: as many as told, or as go into the budget.
  ///
  /// Returns and throws as ``prove(fixes:settings:)``.
  public func stress(
    _ variant: String = "buggy", rounds: Int? = nil, settings: Settings = Settings()
  ) async throws -> Report {
    try await run(settings) { file, options in
      var stress = StressRun(file, variant: variant, options: options)
      stress.rounds = rounds
      stress.limit = settings.budget
      return try await stress.run()
    }
  }

  /// Draws failure rate, latency and statements per call along a parameter, for several variants.
  ///
  /// It goes over a `\sweep` of the scenario, its first if `parameter` names none, or over these `values` of a
  /// parameter, a draw, `clients` or `calls`. Without `variants` it draws the bug and every fix. Returns and
  /// throws as ``prove(fixes:settings:)``.
  public func sweep(
    over parameter: String? = nil, values: [String] = [], variants: [String] = [], rounds: Int = 20,
    settings: Settings = Settings()
  ) async throws -> Report {
    try await run(settings) { file, options in
      var sweep = SweepRun(file, variants: variants, options: options)
      if let parameter, !values.isEmpty {
        sweep.swept = [(parameter, values.joined(separator: ","))]
      } else {
        sweep.over = parameter
      }
      sweep.rounds = rounds
      return try await sweep.run()
    }
  }

  /// Runs one recorded interleaving again; the seed has to be the one it was found with.
  ///
  /// Returns and throws as ``prove(fixes:settings:)``.
  public func replay(
    _ schedule: String, of variant: String = "buggy", settings: Settings = Settings()
  ) async throws -> Report {
    try await run(settings) { file, options in
      guard let token = ScheduleToken(schedule) else {
        throw RaceFailure("'\(schedule)' is not a schedule: copy one from a report")
      }
      return try await ReplayRun(file, variant: variant, course: .schedule(token), options: options).run()
    }
  }

  private func run(
    _ settings: Settings, _ body: (ScenarioFile, RunOptions) async throws -> ResultDocument
  ) async throws -> Report {
    let messages = Messages()
    let options = settings.options(telling: messages)
    do {
      let file = try file()
      let document = try await withTaskCancellationHandler {
        try await body(file, options)
      } onCancel: {
        options.stop()
      }
      return Report(document, messages: messages.all)
    } catch let failure as RaceFailure {
      throw failure
    } catch {
      throw RaceFailure(error)
    }
  }
}
