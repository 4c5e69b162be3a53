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
  /// Whether what `\finally` does depends on what clients were told.
  let finallyReadsCalls: Bool
  /// `\finally` makes its session as new, which takes the relation away.
  private let discards: Bool
  /// The invariants with the scenario's values, the same in every round.
  private var questions: [Request] = []

  init(
    _ scenario: Scenario, _ variant: Variant, base: Variables, settings: ConnectionSettings,
    limit: StatementLimit?, on loop: EventLoop
  ) async throws(SQLFailure) {
    self.scenario = scenario
    self.base = base
    finally = variant.finally ?? scenario.finally
    var isAsked = false
    var discards = false
    finally.forEachStatement {
      isAsked = isAsked || $0.sql.mentions("calls")
      discards = discards || $0.sql.texts.contains { $0.lowercased().contains("discard") }
    }
    finallyReadsCalls = isAsked
    self.discards = discards
    readsCalls = !finally.isEmpty || scenario.invariants.contains { $0.query.sql.mentions("calls") }
    connection = try await Connection.open(settings, on: loop)
    connection.limit = limit
  }

  /// Runs statements of the scenario outside any round: the set-up and a variant's migration.
  func prepare(_ statements: [Statement]) async throws {
    let steps = statements.map { Step(.statement($0), at: $0.location) }
    guard case .sqlError(let error) = try await run(steps) else { return }
    try checkSession(after: error)
    throw mistake(error, at: error.location)
  }

  private func mistake(_ error: SQLError, at location: SourceLocation?) -> Diagnostic {
    Diagnostic(
      .error, at: location ?? scenario.location, "\(error.sqlState): \(error.message)", hint: error.remedy)
  }

  /// What follows in this session would fail whatever the scenario is: it is gone.
  ///
  /// Throws a `Diagnostic` if the scenario left the harness no other way to end a statement, else `SQLFailure`.
  private func checkSession(after error: SQLError, at location: SourceLocation? = nil) throws {
    guard !connection.isUsable else { return }
    throw connection.exceeded == nil
      ? SQLFailure(error: error) : mistake(error, at: error.location ?? location)
  }

  /// Makes the `calls` relation, after the set-up.
  ///
  /// Throws a `Diagnostic` if the set-up made something of that name, which the relation would hide.
  func createCalls() async throws {
    let taken =
      try await connection.batch("SELECT pg_catalog.to_regclass('calls') IS NOT NULL").get().text(0, 0) == "t"
    if taken {
      let location = scenario.setup.first { $0.sql.mentions("calls") }?.location ?? scenario.location
      throw Diagnostic(
        .error, at: location, "'calls' is the relation of the round's calls that invariants read",
        hint: "give the table another name")
    }
    try await connection.batch(CallsRelation.createSQL).get()
  }

  /// Reads all invariants in one snapshot, after `\finally`.
  func read(_ calls: [CallRecord]) async throws -> (finallyError: SQLError?, readings: [InvariantReading]) {
    if readsCalls { try await connection.execute(filling(calls)).get() }
    let finallyError = try await runFinally()
    if discards { try await equip(calls) }
    return (finallyError, scenario.invariants.isEmpty ? [] : try await readInvariants(calls))
  }

  /// The same in one round trip, without the number of rows that each invariant read.
  func readAtOnce(
    _ calls: [CallRecord]
  ) async throws -> (finallyError: SQLError?, readings: [InvariantReading]) {
    guard finally.isEmpty, !scenario.invariants.isEmpty else { return try await read(calls) }
    if questions.isEmpty { questions = try scenario.invariants.map { try interpreter().bind($0.query) } }
    let fill = readsCalls ? [filling(calls)] : []
    let answers = await connection.pipeline(fill + [Judge.begin] + questions + [Judge.commit])
    let rows = answers.dropFirst(fill.count + 1).compactMap { try? $0.get() }
    guard answers.last?.error == nil, rows.count > questions.count else {
      if let error = answers.last?.error {
        try checkSession(after: error, at: scenario.invariants[min(rows.count, questions.count - 1)].location)
      }
      // An invariant failed, and with it all that came after it: one by one, then.
      if connection.isInTransaction { try await connection.batch("ROLLBACK").get() }
      return try await read(calls)
    }
    return (
      nil, zip(scenario.invariants, rows).map { InvariantReading(name: $0.name, answer: .rows($1.sample())) }
    )
  }

  /// What a session of the judge has, where `\finally` has discarded it.
  private func equip(_ calls: [CallRecord]) async throws {
    let isThere = "SELECT pg_catalog.to_regclass('pg_temp.calls') IS NOT NULL"
    guard try await connection.batch(isThere).get().text(0, 0) != "t" else { return }
    try await connection.batch(CallsRelation.createSQL).get()
    if readsCalls { try await connection.execute(filling(calls)).get() }
  }

  private func filling(_ calls: [CallRecord]) -> Request {
    Request(
      sql: CallsRelation.fillSQL, parameters: [.string(CallsRelation.json(calls))], preparedAs: Judge.fillID)
  }

  private func runFinally() async throws -> SQLError? {
    guard !finally.isEmpty, case .sqlError(let error) = try await run(finally) else { return nil }
    try checkSession(after: error)
    return error
  }

  private func readInvariants(_ calls: [CallRecord]) async throws -> [InvariantReading] {
    var rowsBefore = try await connection.batch("\(Judge.beginSQL); \(Judge.rowsReadSQL)").get().integer(0, 0)
    var readings: [InvariantReading] = []
    for invariant in scenario.invariants {
      var reading = InvariantReading(name: invariant.name, answer: try await answer(invariant))
      let rows = try await connection.batch(Judge.rowsReadSQL).get().integer(0, 0)
      if let rows, let rowsBefore {
        let ofCalls = invariant.query.sql.mentions("calls") ? calls.count : 0
        reading.rowsRead = Int(rows - rowsBefore) + ofCalls
      }
      rowsBefore = rows
      readings.append(reading)
    }
    try await connection.batch("COMMIT").get()
    return readings
  }

  private static let fillID = -1

  private static let beginSQL = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
  private static let begin = Request(sql: beginSQL, preparedAs: -2, kind: .begin)
  private static let commit = Request(sql: "COMMIT", preparedAs: -3, kind: .commit)

  /// Rows and index entries that this session has read of the scenario's relations so far; the
  /// difference of two readings in one transaction is exact. NULL where the server does not count.
  private static let rowsReadSQL = """
    SELECT CASE WHEN pg_catalog.current_setting('track_counts') OPERATOR(pg_catalog.=) 'on'
                THEN coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_returned(oid)), 0)::bigint END
      FROM pg_catalog.pg_class WHERE oid >= 16384
    """

  private func answer(_ invariant: Invariant) async throws -> InvariantReading.Answer {
    switch await connection.execute(try interpreter().bind(invariant.query)) {
    case .success(let rows): return .rows(rows.sample())
    case .failure(let error):
      try checkSession(after: error, at: invariant.location)
      try await connection.batch("ROLLBACK; \(Judge.beginSQL)").get()
      return .failed(error)
    }
  }

  private func run(_ steps: [Step]) async throws(Diagnostic) -> Outcome { try await interpreter().run(steps) }

  private func interpreter() -> CallInterpreter {
    let interpreter = CallInterpreter(
      host: PlainHost(connection, clock: connection.loop), names: ClientSymbols(scenario.symbols),
      round: RoundState(), recorder: nil, frame: base, random: RandomStream(seed: 0))
    interpreter.machine.missing = nil
    return interpreter
  }
}

extension SQLTemplate {
  fileprivate func mentions(_ word: String) -> Bool { texts.contains { $0.contains(word) } }
}
