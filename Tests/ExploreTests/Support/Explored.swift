import ContendChecking
import ContendExecution
import ContendExploration
import ContendLanguage
import ContendModel
import ContendPostgres
import ContendReport
import ContendServerSupport
import ContendVerdict
import Testing

@testable import ContendRuns

/// Explores scenario texts on the server that the tests of this process share.
enum Explored {
  /// The scenario of a text; what is wrong with it is an issue of the test.
  static func file(_ text: String) throws -> ScenarioFile {
    let result = ScenarioParser.parse(text: text, file: "test.race.sql") { _ in "" }
    let complaint = result.diagnostics.map(\.message).joined(separator: "\n")
    let scenario = try #require(result.scenario, "\(complaint)\n\(text)")
    return ScenarioFile(scenario: scenario, path: "test.race.sql", text: text, warnings: result.diagnostics)
  }

  /// The budget is no measure of speed: it has to do on a busy machine too.
  static func options(_ reduction: Reduction = .auto, lanes: Int = 2) -> RunOptions {
    var options = RunOptions(seed: 7, budget: .seconds(400), environment: [:])
    options.explore.reduction = reduction
    options.explore.lanes = lanes
    return options
  }

  /// The same for what a reduction has to find by itself.
  static func unaided(_ reduction: Reduction, lanes: Int = 1) -> RunOptions {
    var options = options(reduction, lanes: lanes)
    // Random orders after a complete walk would hide what the walk itself has lost.
    options.explore.audits = false
    options.stepTimeout = .seconds(5)
    return options
  }

  /// Everything that one variant of a scenario can do.
  static func run(
    _ text: String, variant: String = "buggy", _ reduction: Reduction = .auto, lanes: Int = 2
  ) async throws -> ExploreResult {
    let file = try file(text)
    let options = options(reduction, lanes: lanes)
    return try await onServer { server in try await run(file, variant, options, on: server) }
  }

  /// One part of it, or all parts, without the help of random orders.
  static func run(_ text: String, divided division: Division?) async throws -> ExploreResult {
    let file = try file(text)
    var chosen = unaided(.auto, lanes: 2)
    chosen.explore.division = division
    let options = chosen
    return try await onServer { server in try await run(file, "buggy", options, on: server) }
  }

  static func run(
    _ file: ScenarioFile, _ variant: String, _ options: RunOptions, on server: TestServer
  ) async throws -> ExploreResult {
    try await Exploration(
      scenario: file.scenario, variant: try #require(file.scenario.variant(named: variant)),
      options: options, server: server, deadline: .now.advanced(by: options.budget)
    ).run()
  }

  /// What the gate says of a scenario; half a minute shows what there is to see in a small one.
  static func prove(_ text: String, budget: Duration = .seconds(30)) async throws -> ResultDocument {
    var options = options()
    options.budget = budget
    return try await ProveRun(try file(text), options: options).run()
  }

  /// Every schedule of a variant with what it did, on one lane.
  static func schedules(
    _ text: String, variant: String = "buggy", _ reduction: Reduction = .auto
  ) async throws -> [(schedule: Schedule, history: History)] {
    let scenario = try file(text).scenario
    let variant = try #require(scenario.variant(named: variant))
    return try await onServer { server in
      let exploration = Exploration(
        scenario: scenario, variant: variant, options: options(reduction), server: server,
        deadline: .now.advanced(by: .seconds(60)))
      let reduction = reduction.applied(to: variant.isolationLevels)
      return try await exploration.withLanes(count: 1) { lanes in
        try await lanes.first { lane in
          var strategy = DepthFirst(reduction: reduction)
          var all: [(schedule: Schedule, history: History)] = []
          while case .run(let execution) = strategy.begin() {
            let run = try await lane.run(execution)
            if let history = run.history { all.append((run.execution.schedule, history)) }
            strategy.end(run.execution, run.ending)
          }
          return all
        }
      }
    }
  }

  /// Runs `body` with a server of its own making, whose databases are dropped in the end.
  static func onServer<Result: Sendable>(
    _ body: @escaping @Sendable (TestServer) async throws -> Result
  ) async throws -> Result {
    try await SharedServer.shared.run { access, loop in
      let server = TestServer(access, from: .embedded, token: TestServer.makeToken(), on: loop)
      do {
        let result = try await body(server)
        try await drop(server.databases, access, loop)
        return result
      } catch {
        try await drop(server.databases, access, loop)
        throw error
      }
    }
  }

  private static func drop(_ databases: [String], _ access: ServerAccess, _ loop: EventLoop) async throws {
    let connection = try await Connection.open(access.administrator, on: loop)
    defer { connection.close() }
    for name in databases {
      _ = await connection.batch("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }
  }
}

extension ExploreResult {
  /// As the terminal words it.
  var coverageText: String { Sentences(.terminal).text(coverage) }
}

extension Failure {
  var sentence: String { Sentences.text(evidence) }
}
