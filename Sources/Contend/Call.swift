public import ContendModel

/// One call of one client: what its program does goes through here, statement by statement.
///
/// Every step is one that explore schedules and replays, and that stress times. A call does one thing at
/// a time, in the task that its program was started in.
///
/// `@unchecked Sendable`: lives on its client's loop; every step checks that it is there and the only one, and
/// ends the run otherwise. Variables are not checked: read and set them in the same task.
public final class Call: @unchecked Sendable {
  let runner: any StepRunner

  init(_ runner: any StepRunner) { self.runner = runner }

  /// Executes one statement and returns its rows.
  ///
  /// Throws a `CallError`.
  @discardableResult
  public func execute(_ sql: SQL, fileID: String = #fileID, line: Int = #line) async throws -> Rows {
    let location = SourceLocation(fileID, line)
    try await run(.statement(Statement(sql, at: location)), at: location)
    return Rows(table: runner.rows)
  }

  /// The first column of the only row.
  ///
  /// Throws a `CallError`, or a ``RowError`` where there is not exactly one row or its value is NULL.
  public func value<Result: SQLConvertible>(
    _ sql: SQL, as type: Result.Type = Result.self, fileID: String = #fileID, line: Int = #line
  ) async throws -> Result {
    guard let value: Result = try await optional(sql, as: type, fileID: fileID, line: line) else {
      throw RowError("a row was expected, and there is none")
    }
    return value
  }

  /// The first column of the only row; nil where there is no row, or NULL in it.
  public func optional<Result: SQLConvertible>(
    _ sql: SQL, as type: Result.Type = Result.self, fileID: String = #fileID, line: Int = #line
  ) async throws -> Result? {
    let rows = try await execute(sql, fileID: fileID, line: line)
    guard rows.count <= 1 else { throw RowError("one row was expected, and there are \(rows.count)") }
    guard let value = rows.first?.values.first, value != .null else { return nil }
    return try value.converted(to: type, rows.columns[0], at: SourceLocation(fileID, line))
  }

  /// Runs a body between BEGIN and COMMIT; rolls back and throws on what it throws.
  ///
  /// Without an isolation level it has the default of the variant.
  public func transaction<Result>(
    _ isolation: Isolation? = nil, fileID: String = #fileID, line: Int = #line,
    _ body: () async throws -> Result
  ) async throws -> Result {
    let level = isolation.map { " ISOLATION LEVEL \($0.level.rawValue)" } ?? ""
    try await execute("BEGIN\(unsafe: level)", fileID: fileID, line: line)
    let result: Result
    do {
      result = try await body()
    } catch {
      // What is thrown matters more than what becomes of the transaction, which ends with the call.
      if case CallError.over = error { throw error }
      try await execute("ROLLBACK", fileID: fileID, line: line)
      throw error
    }
    try await execute("COMMIT", fileID: fileID, line: line)
    return result
  }

  /// How far transactions are kept apart.
  public enum Isolation: Sendable {
    case readCommitted, repeatableRead, serializable

    var level: IsolationLevel {
      switch self {
      case .readCommitted: .readCommitted
      case .repeatableRead: .repeatableRead
      case .serializable: .serializable
      }
    }
  }

  /// Runs a body again on these errors: rolls back, waits, and starts from the variables it had.
  ///
  /// The errors are SQLSTATEs such as `40001`, or classes of them such as `40`. `maxAttempts` counts the
  /// first one too. The back-off grows exponentially from the lower to the upper bound, with full jitter.
  public func retry<Result>(
    on states: String..., maxAttempts: Int = 10,
    backoff: ClosedRange<Duration> = .milliseconds(1) ... .milliseconds(20),
    fileID: String = #fileID, line: Int = #line, _ body: () async throws -> Result
  ) async throws -> Result {
    let errors = states.map { $0.utf8.count == 2 ? ErrorPattern.sqlStateClass($0) : .sqlState($0) }
    let policy = RetryPolicy(errors: errors, maxAttempts: maxAttempts, backoff: backoff)
    try check(at: SourceLocation(fileID, line))
    return try await runner.retry(policy, body)
  }

  // MARK: - What the call ends in, and what its user is told

  /// Ends the call with a business outcome that is no failure.
  public func reject(_ reason: String) throws -> Never { throw CallEnding.rejected(reason: reason) }

  /// Ends the call with an error of the application.
  public func fail(_ reason: String) throws -> Never { throw CallEnding.failed(reason: reason) }

  /// Records what the user was told: `calls.said`.
  public func say(_ text: String, fileID: String = #fileID, line: Int = #line) async throws {
    try await run(.say(TextTemplate(segments: [.text(text)])), fileID, line)
  }

  // MARK: - Variables

  /// A parameter, a draw, `client_id` and the like, or what the program has set; nil is unset.
  ///
  /// Invariants read what is set here from `calls.vars`.
  public subscript(name: String) -> Value? {
    get { runner[name] }
    set { runner[name] = newValue }
  }

  /// A variable as a Swift type; that it is unset or of another type is a mistake that ends the run.
  public func variable<Result: SQLConvertible>(
    _ name: String, as type: Result.Type = Result.self, fileID: String = #fileID, line: Int = #line
  ) throws -> Result {
    let location = SourceLocation(fileID, line)
    guard let value = runner[name] else {
      throw Diagnostic(
        .error, at: location, "there is no variable '\(name)'", hint: "declare it with '\\param' or '\\draw'")
    }
    return try value.converted(to: type, name, at: location)
  }

  // MARK: - Steps

  func run(_ action: Step.Action, _ fileID: String, _ line: Int) async throws {
    try await run(action, at: SourceLocation(fileID, line))
  }

  private func run(_ action: Step.Action, at location: SourceLocation) async throws {
    try check(at: location)
    try await runner.run(action, at: location)
  }

  /// Explore decides on the order of steps, so a call cannot have two at once or take them elsewhere.
  private func check(at location: SourceLocation) throws {
    guard !runner.isAtHand else { return }
    throw Diagnostic(
      .error, at: location, "a call does one thing at a time, in the task it was started in",
      hint: "what runs in parallel is another client; await every step before the next one")
  }
}

extension Statement {
  /// Named by its text, so that a session prepares it once.
  convenience init(_ sql: SQL, at location: SourceLocation) {
    let known = StatementNames.shared.name(sql.text)
    self.init(
      id: known.id ?? -1, sql: known.id == nil ? .spliced([.text(sql.text)]) : .fixed(sql.text),
      parameters: sql.values.map { .literal($0) }, kind: known.kind, location: location)
  }
}
