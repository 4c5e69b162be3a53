import ContendModel
import ContendPostgres

/// Runs one call of one client: the steps of a body over a session.
///
/// SQL errors are flow, not Swift errors; what is thrown is a `Diagnostic`: the scenario itself is
/// wrong at that place and the run has to stop.
final class CallInterpreter {
  let session: any Session
  let clock: any CallClock
  /// Grows with the columns that `\gset` meets; shared by the calls of a client.
  let names: ClientSymbols
  let recorder: Recorder?
  var frame: Variables
  var random: RandomStream
  private(set) var said: [String] = []
  private(set) var attempts = 1
  private(set) var statements = 0
  /// Further attempts of `\retry` and turns of `\while`: what could go on for ever.
  private(set) var repetitions = 0
  let round: RoundState
  /// The statement that is outstanding, or was last.
  private var currentStatement: Statement?
  /// A BEGIN that is followed by a statement waits for that and travels with it.
  var fusesBegin = false
  /// The BEGIN that waits, and where it stands.
  private var held: (begin: Request.Begin, location: SourceLocation)?
  /// The parameters of the last statement, whose memory the next one uses again.
  private var values: [Value] = []

  init(
    session: any Session, clock: any CallClock, names: ClientSymbols, round: RoundState, recorder: Recorder?,
    frame: Variables, random: RandomStream
  ) {
    self.session = session
    self.clock = clock
    self.names = names
    self.recorder = recorder
    self.frame = frame
    self.random = random
    self.round = round
  }

  /// Where the statement stands that is outstanding, or was last.
  var current: SourceLocation? { currentStatement?.location }

  /// Makes ready for the next call of the same client.
  func reset(random: RandomStream) {
    self.random = random
    said.removeAll()
    attempts = 1
    statements = 0
    repetitions = 0
    held = nil
    currentStatement = nil
  }

  /// Runs a body to its outcome and leaves no transaction open.
  func run(_ body: [Step]) async throws(Diagnostic) -> Outcome {
    frame[.attempt] = .integer(1)
    let flow: Flow
    do {
      flow = try await run(steps: body)
    } catch {
      // Other clients may wait for the locks this call holds.
      await rollBackIfOpen()
      throw error
    }
    await rollBackIfOpen()
    switch flow {
    case .next: return .ok
    case .ended(let outcome): return outcome
    case .raised(let error): return error.outcome
    }
  }

  func run(steps: [Step]) async throws(Diagnostic) -> Flow {
    for index in steps.indices {
      let flow: Flow
      switch steps[index].action {
      case .statement(let statement):
        if fusesBegin, statement.isFusable, steps.hasStatement(at: index + 1) {
          try hold(statement)
          continue
        }
        flow = try await execute(statement)
      default: flow = try await run(steps[index])
      }
      guard case .next = flow else { return flow }
    }
    return .next
  }

  private func run(_ step: Step) async throws(Diagnostic) -> Flow {
    switch step.action {
    case .statement(let statement): return try await execute(statement)
    case .set(let variable, let expression):
      frame[variable] = try evaluate(expression, at: step.location)
      return .next
    case .branch(let branches, let otherwise):
      return try await run(steps: select(branches) ?? otherwise)
    case .forEach(let variable, let list, let body):
      return try await repeatBody(body, for: variable, in: list, at: step.location)
    case .loop(let condition, let max, let body):
      return try await repeatBody(body, while: condition, max: max, at: step.location)
    case .attempt(let errors, let body, let handler):
      return try await attempt(body, catching: errors, handler: handler)
    case .retry(let policy, let body): return try await retry(body, policy)
    case .end(let ending): return .ended(ending.outcome)
    case .say(let template):
      said.append(render(template))
      return .next
    case .sleep(let duration):
      await pause(try evaluate(duration, at: step.location))
      return .next
    case .service, .acquire, .use, .release, .keyValue, .wait:
      throw Diagnostic(.error, at: step.location, "this directive cannot be run yet")
    }
  }

  private func select(_ branches: [Branch]) throws(Diagnostic) -> [Step]? {
    for branch in branches where try isTrue(branch.condition, at: branch.location) { return branch.body }
    return nil
  }

  func evaluate(_ expression: Expression, at location: SourceLocation) throws(Diagnostic) -> Value {
    do {
      return try expression.evaluate(in: frame, random: &random)
    } catch {
      throw Diagnostic(.error, at: location, error.message(names.symbols))
    }
  }

  func isTrue(_ expression: Expression, at location: SourceLocation) throws(Diagnostic) -> Bool {
    do {
      return try expression.holds(in: frame, random: &random)
    } catch {
      throw Diagnostic(.error, at: location, error.message(names.symbols))
    }
  }

  private func evaluate(
    _ duration: DurationExpression, at location: SourceLocation
  ) throws(Diagnostic) -> Duration {
    let amount = try evaluate(duration.amount, at: location)
    guard let number = amount.doubleValue, number >= 0 else {
      throw Diagnostic(
        .error, at: location, "a duration is a number that is not negative, this is \(amount.text ?? "NULL")")
    }
    return duration.unit * number
  }

  /// In slices, so that a round that is given up need not wait for the longest sleeper.
  private func pause(_ duration: Duration) async {
    let slice = Duration.milliseconds(100)
    var rest = duration
    while rest > .zero, !round.isAborted {
      await clock.pause(min(rest, slice))
      rest -= slice
    }
  }

  private func render(_ template: TextTemplate) -> String {
    template.segments.map { segment in
      switch segment {
      case .text(let text): text
      case .variable(let variable): frame[variable]?.text ?? ""
      }
    }.joined()
  }
}

extension CallEnding {
  fileprivate var outcome: Outcome {
    switch self {
    case .rejected(let reason): .rejected(reason: reason)
    case .failed(let reason): .applicationError(reason: reason)
    case .ok: .ok
    }
  }
}

// MARK: - Repetition

extension CallInterpreter {
  private func repeatBody(
    _ body: [Step], for variable: Variable, in list: Expression, at location: SourceLocation
  ) async throws(Diagnostic) -> Flow {
    guard case .array(let elements) = try evaluate(list, at: location) else {
      throw Diagnostic(.error, at: location, "\\for needs an array")
    }
    for element in elements {
      frame[variable] = element
      let flow = try await run(steps: body)
      guard case .next = flow else { return flow }
    }
    return .next
  }

  private func repeatBody(
    _ body: [Step], while condition: Expression, max: Expression, at location: SourceLocation
  ) async throws(Diagnostic) -> Flow {
    guard case .integer(let limit) = try evaluate(max, at: location) else {
      throw Diagnostic(.error, at: location, "the max of \\while is an integer")
    }
    var turns: Int64 = 0
    while try isTrue(condition, at: location) {
      guard turns < limit else { return .ended(.applicationError(reason: "while_limit")) }
      if turns > 0 { repetitions += 1 }
      turns += 1
      let flow = try await run(steps: body)
      guard case .next = flow else { return flow }
    }
    return .next
  }

  private func attempt(
    _ body: [Step], catching errors: [ErrorPattern], handler: [Step]
  ) async throws(Diagnostic) -> Flow {
    let flow = try await run(steps: body)
    guard case .raised(let error) = flow, error.matches(errors) else { return flow }
    return try await run(steps: handler)
  }

  /// Rolls back and runs the body again on the errors the policy names; the last error is the outcome.
  private func retry(_ body: [Step], _ policy: RetryPolicy) async throws(Diagnostic) -> Flow {
    let start = frame
    for attempt in 1... {
      frame[.attempt] = .integer(Int64(attempt))
      let flow = try await run(steps: body)
      guard case .raised(let error) = flow, error.matches(policy.errors), attempt < policy.maxAttempts else {
        return flow
      }
      await rollBackIfOpen()
      frame = start
      attempts += 1
      repetitions += 1
      await pause(backoff(policy.backoff, after: attempt))
    }
    return .next
  }

  /// Exponential with full jitter: anything from the shortest delay to min(longest, shortest × 2ⁿ).
  private func backoff(_ range: ClosedRange<Duration>, after attempt: Int) -> Duration {
    let ceiling = min(range.upperBound, range.lowerBound * (1 << min(attempt, 20)))
    return range.lowerBound + (ceiling - range.lowerBound) * random.unit()
  }
}

// MARK: - Statements

extension CallInterpreter {
  private static let rollback = Request(sql: "ROLLBACK", kind: .rollback)

  func rollBackIfOpen() async {
    guard session.isInTransaction else { return }
    statements += 1
    _ = await session.execute(CallInterpreter.rollback)
  }

  func execute(_ statement: Statement) async throws(Diagnostic) -> Flow {
    guard !round.isAborted else { return .ended(.killed) }
    var request = try bind(statement)
    let held = take()
    request.begin = held?.begin
    statements += 1
    currentStatement = statement
    let start = recorder?.now
    let response = await session.execute(request)
    if let start { recorder?.record(statement, request, response, interpreter: self, start: start) }
    switch response {
    case .success(let rows):
      frame.noteSuccess(rows: rows.affectedRows)
      return try keep(rows, statement)
    case .failure(let error) where round.isAborted && error.sqlState == "57014":
      // Cancelled because the round was given up, which is said of the round.
      return .ended(.killed)
    case .failure(var error):
      error.location = statement.location
      if let held, !session.isInTransaction { error.location = held.location }
      frame[.rowCount] = .integer(0)
      frame[.sqlState] = .string(error.sqlState)
      frame[.error] = .boolean(true)
      frame[.lastErrorMessage] = .string(error.message)
      return .raised(.sql(error, during: statement.kind))
    }
  }

  /// What the server answers to one statement, for those who read it themselves.
  func answer(_ statement: Statement) async throws(Diagnostic) -> Response {
    await session.execute(try bind(statement))
  }

  private func bind(_ statement: Statement) throws(Diagnostic) -> Request {
    values.removeAll(keepingCapacity: true)
    for parameter in statement.parameters {
      values.append(try evaluate(parameter, at: statement.location))
    }
    switch statement.sql {
    case .fixed(let text):
      return Request(sql: text, parameters: values, preparedAs: statement.id, kind: statement.kind)
    case .spliced(let segments):
      return Request(
        sql: try splice(segments, at: statement.location), parameters: values, kind: statement.kind)
    }
  }

  private func splice(
    _ segments: [SQLTemplate.Segment], at location: SourceLocation
  ) throws(Diagnostic) -> String {
    var text = ""
    for segment in segments {
      switch segment {
      case .text(let part): text += part
      case .literal(let variable): text += try evaluate(.variable(variable), at: location).sqlLiteral
      case .identifier(let variable):
        guard let name = try evaluate(.variable(variable), at: location).sqlIdentifier else {
          throw Diagnostic(.error, at: location, "NULL is no identifier: \(names.symbols[variable])")
        }
        text += name
      }
    }
    return text
  }

  /// Puts a BEGIN aside until the next statement, which takes it along; as far as anything in between
  /// can see it has succeeded.
  private func hold(_ begin: Statement) throws(Diagnostic) {
    let request = try bind(begin)
    statements += 1
    held = (Request.Begin(sql: request.sql, preparedAs: request.preparedAs), begin.location)
    frame.noteSuccess(rows: 0)
  }

  private func take() -> (begin: Request.Begin, location: SourceLocation)? {
    defer { held = nil }
    return held
  }

  /// `\gset` and `\aset`: columns become variables, each with its column's type.
  private func keep(_ rows: ResultSet, _ statement: Statement) throws(Diagnostic) -> Flow {
    switch statement.result {
    case .discard: return .next
    case .gset(let prefix):
      guard rows.rowCount <= 1 else { return .ended(.applicationError(reason: "gset_many_rows")) }
      store(rows, row: rows.rowCount == 1 ? 0 : nil, names.targets(of: statement, rows, prefix: prefix))
    case .aset(let prefix):
      guard rows.rowCount > 0 else { return .next }
      store(rows, row: rows.rowCount - 1, names.targets(of: statement, rows, prefix: prefix))
    }
    return .next
  }

  /// No row unsets the variables.
  private func store(_ rows: ResultSet, row: Int?, _ targets: [Variable]) {
    for (column, variable) in targets.enumerated() { frame[variable] = row.map { rows.value($0, column) } }
  }
}

extension Statement {
  fileprivate var isFusable: Bool { kind == .begin && result == .discard && parameters.isEmpty }
}

extension [Step] {
  fileprivate func hasStatement(at index: Int) -> Bool {
    guard index < count, case .statement = self[index].action else { return false }
    return true
  }
}
