import ContendModel
import ContendPostgres

/// Runs what follows the clients of a round, `\finally` and the invariants, on a session of its own.
///
/// It only reads: whether an answer is a failure is the oracles' business.
final class Judge {
  let connection: Connection
  private let scenario: Scenario
  private let finally: [Step]
  private let base: Variables
  /// Whether anything reads the `calls` relation; its name in a comment does no harm.
  let readsCalls: Bool

  init(
    _ scenario: Scenario, _ variant: Variant, base: Variables, settings: ConnectionSettings,
    on loop: EventLoop
  ) async throws(SQLFailure) {
    self.scenario = scenario
    self.base = base
    finally = variant.finally ?? scenario.finally
    readsCalls = !finally.isEmpty || scenario.invariants.contains { $0.query.sql.mentions("calls") }
    connection = try await Connection.open(settings, on: loop)
  }

  /// Runs statements of the scenario outside any round: the set-up and a variant's migration.
  func prepare(_ statements: [Statement]) async throws {
    let steps = statements.map { Step(.statement($0), at: $0.location) }
    guard case .sqlError(let error) = try await run(steps) else { return }
    throw Diagnostic(
      .error, at: error.location ?? scenario.location, "\(error.sqlState): \(error.message)", hint: error.hint
    )
  }

  /// Makes the `calls` relation; after the set-up, which may not have a table of that name.
  func createCalls() async throws(SQLFailure) { try await connection.batch(CallsRelation.createSQL).get() }

  /// Reads all invariants in one snapshot, after `\finally`.
  func read(_ calls: [CallRecord]) async throws -> (finallyError: SQLError?, readings: [InvariantReading]) {
    if readsCalls {
      let fill = Request(
        sql: CallsRelation.fillSQL, parameters: [.string(CallsRelation.json(calls))], preparedAs: Judge.fillID
      )
      try await connection.execute(fill).get()
    }
    var finallyError: SQLError?
    if !finally.isEmpty, case .sqlError(let error) = try await run(finally) { finallyError = error }
    try await connection.batch(Judge.beginSQL).get()
    var readings: [InvariantReading] = []
    for invariant in scenario.invariants { readings.append(try await read(invariant)) }
    try await connection.batch("COMMIT").get()
    return (finallyError, readings)
  }

  /// Statement ids of scenarios count from 0; this one is out of their way.
  private static let fillID = 1_000_000

  private static let beginSQL = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  private func read(_ invariant: Invariant) async throws -> InvariantReading {
    let interpreter = interpreter()
    let answer: InvariantReading.Answer
    switch try await interpreter.answer(invariant.query) {
    case .success(let rows): answer = .rows(rows.sample())
    case .failure(let error):
      answer = .failed(error)
      try await connection.batch("ROLLBACK; \(Judge.beginSQL)").get()
    }
    return InvariantReading(name: invariant.name, answer: answer)
  }

  private func run(_ steps: [Step]) async throws(Diagnostic) -> Outcome { try await interpreter().run(steps) }

  private func interpreter() -> CallInterpreter {
    CallInterpreter(
      session: connection, clock: connection.loop, names: ClientSymbols(scenario.symbols),
      round: RoundState(),
      recorder: nil, frame: base, random: RandomStream(seed: 0))
  }
}

extension SQLTemplate {
  fileprivate func mentions(_ word: String) -> Bool {
    switch self {
    case .fixed(let text): text.contains(word)
    case .spliced(let segments):
      segments.contains { if case .text(let text) = $0 { text.contains(word) } else { false } }
    }
  }
}
