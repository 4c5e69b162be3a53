import ContendExecution
import ContendLanguage
import ContendModel
import ContendPostgres
import ContendServerSupport
import Testing

/// A scenario under test: its text, and rounds of its variants on a real server.
struct Trial: Sendable {
  var setup = "CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item VALUES (1, 10), (2, 20);"
  var header = ""
  var footer = ""
  var clients = 1
  var calls = 1
  var seed: UInt64 = 1
  var stepTimeout = Duration.seconds(20)
  /// Ends rounds by time rather than by the number of calls.
  var duration: Duration?
  var rate: Double?
  var fusesBegin = false
  /// Whether an invariant reads the calls, so that they and their variables are kept.
  var readsCalls = true

  /// The scenario around the body of its buggy variant.
  func scenario(_ body: String) throws -> Scenario {
    let text = """
      \\scenario trial "A trial"
      \(header)
      \\setup
      \(setup)
      \\variant buggy "the variant under test"
      \(body)
      \(readsCalls ? "\\invariant quiet \"reads the calls\"\nSELECT 1 FROM calls WHERE outcome = 'none';" : "")
      \(footer)
      """
    let result = ScenarioParser.parse(text: text, file: "trial.race.sql") { _ in "" }
    return try #require(result.scenario, "\(result.diagnostics)")
  }

  /// Runs `work` on an arm of a variant.
  func withArm<Result: Sendable>(
    _ body: String, variant name: String = "buggy",
    _ work: @escaping @Sendable (StressArm) async throws -> Result
  ) async throws -> Result {
    let scenario = try scenario(body)
    let variant = try #require(scenario.variant(named: name))
    var options = StressOptions(
      clients: clients, calls: calls, seed: seed, token: "test", stepTimeout: stepTimeout)
    if let duration { options.length = .time(duration) }
    options.rate = rate
    options.fusesBegin = fusesBegin
    return try await withArm(of: scenario, variant, options, work)
  }

  private func withArm<Result: Sendable>(
    of scenario: Scenario, _ variant: Variant, _ options: StressOptions,
    _ work: @escaping @Sendable (StressArm) async throws -> Result
  ) async throws -> Result {
    try await SharedServer.shared.run { access, loop in
      let database = "contend_trial_\(UInt64.random(in: 0 ... .max))"
      let arm = try await StressArm(
        scenario, variant, database: database, options: options, access: access, on: loop)
      defer { arm.close() }
      return try await work(arm)
    }
  }

  /// The first rounds of a variant.
  func rounds(_ count: Int = 1, of body: String, variant: String = "buggy") async throws -> [History] {
    try await withArm(body, variant: variant) { arm in
      var histories: [History] = []
      for round in 1...count {
        histories.append(try #require(try await arm.run(round: round, stopSignal: StopSignal())))
      }
      return histories
    }
  }

  func round(_ body: String, variant: String = "buggy") async throws -> History {
    try await rounds(of: body, variant: variant)[0]
  }

  /// The only call of one client.
  func call(_ body: String) async throws -> CallRecord {
    try #require(try await round(body).calls.first)
  }

  /// What a run of the body is refused with.
  func fault(_ body: String) async throws -> Diagnostic? {
    do {
      _ = try await round(body)
      return nil
    } catch let diagnostic as Diagnostic {
      return diagnostic
    }
  }
}

extension History {
  /// The rows an invariant returned.
  func rows(of name: String) -> [[String?]]? {
    guard case .rows(let sample) = invariants.first(where: { $0.name == name })?.answer else { return nil }
    return sample.rows
  }
}
