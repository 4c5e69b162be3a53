import ContendModel
import ContendPostgres

/// One call of one client as a state machine: it says what it needs next, gets the answer, and
/// does no I/O itself.
///
/// `CallInterpreter` drives it with `async` calls, `ClosedLoop` from a socket's events. SQL errors are
/// flow, not Swift errors; what is thrown is a `Diagnostic`: the scenario itself is wrong at that place
/// and the run has to stop.
final class CallMachine {
  /// Grows with the columns that `\gset` meets; shared by the calls of a client.
  let names: ClientSymbols
  let round: RoundState
  /// A BEGIN that is followed by a statement waits for that and travels with it.
  var fusesBegin = false
  var frame: Variables
  var random: RandomStream
  var said: [String] = []
  /// Nil where nobody asks where values came from.
  var origins: Origins?
  private(set) var attempts = 1
  var statements = 0
  /// Further attempts of `\retry` and turns of `\while`: what could go on for ever.
  private(set) var repetitions = 0

  /// What to execute.
  var request = Request(sql: "")
  /// The statement that is outstanding, or was last; nil while the call is rolled back.
  var statement: Statement?
  /// The BEGIN that waits, and where it stands.
  var held: (begin: Request.Begin, location: SourceLocation)?
  /// The BEGIN that travels with `request` stands there.
  var beginLocation: SourceLocation?
  /// The connections it holds; nil if it has `main` alone, from its start to its end.
  var connections: HeldConnections?
  /// What `\acquire`, `\call`, `\kv` and the like wait for.
  var operation: PendingOperation?
  /// Connections with an open transaction that has written something.
  var openWrites: Set<String> = []
  /// The call ended in `ok` with one, or its COMMIT came after an error: what that wrote is rolled back.
  var losesWrites = false
  /// What an unset variable ends: the call, as a fault of the program; nil for the harness's own, where it is
  /// a fault of the scenario.
  var missing: MissingValues? = MissingValues()
  /// Why the call ended as it did, where its outcome does not say.
  var explanation: String?
  /// The deadline of the whole call has passed: no further attempts.
  var isOutOfTime = false

  private(set) var steps: [Step] = []
  private(set) var index = 0
  /// The bodies around `steps`, innermost last.
  private var enclosing: [Enclosing] = []
  var flow = Flow.next
  /// What has to be done before anything else.
  private var pending: [Pending] = []
  /// `request` rolls back what the call leaves open; its answer is nobody's business.
  private(set) var isRollingBack = false

  private enum Pending {
    /// Where a transaction is open on the connection in use then.
    case rollback
    case need(Need)
  }

  init(
    names: ClientSymbols, round: RoundState, frame: Variables, random: RandomStream
  ) {
    self.names = names
    self.round = round
    self.frame = frame
    self.random = random
  }

  /// Makes ready for a call that runs `body`.
  func begin(_ body: [Step]) {
    frame[.attempt] = .integer(1)
    steps = body
    index = 0
    flow = .next
    isRollingBack = false
    if !pending.isEmpty { pending.removeAll() }
    connections?.begin()
    operation = nil
    isOutOfTime = false
    losesWrites = false
    if !openWrites.isEmpty { openWrites.removeAll() }
    if missing?.isEmpty == false { missing = MissingValues() }
    explanation = nil
    if !enclosing.isEmpty { enclosing.removeAll() }
    if !said.isEmpty { said.removeAll() }
    attempts = 1
    statements = 0
    repetitions = 0
    if held != nil { held = nil }
    statement = nil
  }

  /// Goes on to where something is needed; at the end of the call that is nothing, no transaction is
  /// left open and every connection has been given back.
  ///
  /// - Parameter isInTransaction: whether a transaction is open on a connection, by its name.
  func next(isInTransaction: (String) -> Bool) throws(Diagnostic) -> Need {
    while true {
      do throws(Diagnostic) {
        return try advance(isInTransaction)
      } catch {
        guard let reason = missing?.takeReason() else { throw error }
        explanation = reason
        flow = .ended(.applicationError(reason: "undefined"))
      }
    }
  }

  private func advance(_ isInTransaction: (String) -> Bool) throws(Diagnostic) -> Need {
    while true {
      if !pending.isEmpty, let need = nextPending(isInTransaction) { return need }
      switch flow {
      case .next:
        guard index < steps.count else {
          guard let body = enclosing.last else {
            flow = .ended(.ok)
            continue
          }
          if body.isProgram { return .turn(nil) }
          try leave(body)
          continue
        }
        if let connections, connections.lacksMain, let need = firstCheckout(before: steps[index]) {
          return need
        }
        index += 1
        guard case .statement(let statement) = steps[index - 1].action else {
          if let need = try run(steps[index - 1]) { return need }
          continue
        }
        if try issue(statement, isInTransaction) { return .answer }
      case .ended(let outcome):
        guard end(outcome, isInTransaction) else { return .nothing(outcome) }
      case .raised(let error):
        if enclosing.last?.isProgram == true {
          flow = .next
          return .turn(error)
        }
        unwind(error)
      }
    }
  }

  /// Tells what came of `request`.
  func answered(_ response: Response, isInTransaction: Bool) throws(Diagnostic) {
    if isRollingBack {
      isRollingBack = false
      if !openWrites.isEmpty { openWrites.remove(connection) }
    } else {
      flow = try take(response, isInTransaction: isInTransaction)
    }
  }

  private func nextPending(_ isInTransaction: (String) -> Bool) -> Need? {
    while !pending.isEmpty {
      switch pending.removeFirst() {
      case .need(let need): return need
      case .rollback:
        guard isInTransaction(connection) else { continue }
        statements += 1
        statement = nil
        request = CallMachine.rollback
        isRollingBack = true
        return .answer
      }
    }
    return nil
  }

  /// Sees to what has to be done at the end; false if that is nothing.
  private func end(_ outcome: Outcome, _ isInTransaction: (String) -> Bool) -> Bool {
    losesWrites = outcome == .ok && (losesWrites || !openWrites.isEmpty)
    if connections != nil {
      let given = giveBackAll()
      guard !given.isEmpty || isInTransaction(connection) else { return false }
      pending = given.map { .need(.resource($0)) } + [.rollback, .need(.nothing(outcome))]
      return true
    }
    guard isInTransaction(connection) else { return false }
    pending = [.rollback, .need(.nothing(outcome))]
    return true
  }

  static let rollback = Request(sql: "ROLLBACK", kind: .rollback)
}

// MARK: - Steps

extension CallMachine {
  /// False if the statement is not to be sent now.
  private func issue(_ statement: Statement, _ isInTransaction: (String) -> Bool) throws(Diagnostic) -> Bool {
    guard !round.isAborted else {
      flow = .ended(.killed)
      return false
    }
    guard try hasConnection(for: "a statement", at: statement.location) else { return false }
    if fusesBegin, !isInTransaction(connection), statement.isFusable, steps.hasStatement(at: index) {
      try hold(statement)
      return false
    }
    try bind(statement)
    return true
  }

  private func run(_ step: Step) throws(Diagnostic) -> Need? {
    switch step.action {
    case .set(let variable, let expression):
      frame[variable] = try evaluate(expression, at: step.location)
    case .unset(let variable):
      frame[variable] = nil
      missing?.note(variable, .unset(at: step.location))
    case .branch(let branches, let otherwise):
      enter(try select(branches) ?? otherwise, .body)
    case .end(let ending):
      flow = .ended(ending.outcome)
    case .say(let template):
      say(template)
    case .sleep(let duration):
      return .pause(try evaluate(duration, at: step.location))
    case .forEach, .loop, .attempt, .retry:
      try repeatBody(of: step)
    case .statement:
      break  // `next` issues it
    case .swift(let body):
      enter([], .program)
      return .program(body, at: step.location)
    case .deadline(let limit):
      if !enclosing.isEmpty { enclosing[enclosing.count - 1].isLimited = true }
      return .limit(limit)
    case .service, .acquire, .use, .release, .disconnect, .keyValue, .wait:
      return try operate(step)
    }
    return nil
  }

  private func select(_ branches: [Branch]) throws(Diagnostic) -> [Step]? {
    for branch in branches where try isTrue(branch.condition, at: branch.location) { return branch.body }
    return nil
  }
}

// MARK: - Bodies in Swift

extension CallMachine {
  /// The next step of the body in Swift.
  func feed(_ step: Step) {
    steps = [step]
    index = 0
    flow = .next
  }

  /// The body in Swift is done: `flow` says how.
  func leaveProgram(_ flow: Flow) {
    if let body = enclosing.last { goOn(after: body) }
    self.flow = flow
  }
}

// MARK: - Bodies within bodies

extension CallMachine {
  /// A body that is being run within another one, and what happens at its end.
  private struct Enclosing {
    /// Where the outer body goes on.
    var steps: [Step]
    var index: Int
    var kind: Kind
    /// A deadline of its own bounds it.
    var isLimited = false

    enum Kind {
      case body
      case forEach(Variable, rest: ArraySlice<Value>)
      case loop(while: Expression, limit: Int64, turns: Int64, at: SourceLocation)
      case attempt(catching: [ErrorPattern], handler: [Step])
      case retry(RetryPolicy, attempt: Int, start: Start)
      /// A body in Swift, which says itself what comes next.
      case program
    }

    var isProgram: Bool { if case .program = kind { true } else { false } }
  }

  /// Where an attempt begins.
  struct Start {
    fileprivate var frame: Variables
    fileprivate var connections: HeldConnections?
  }

  var start: Start { Start(frame: frame, connections: connections) }

  private func enter(_ body: [Step], _ kind: Enclosing.Kind) {
    enclosing.append(Enclosing(steps: steps, index: index, kind: kind))
    steps = body
    index = 0
  }

  private func repeatBody(of step: Step) throws(Diagnostic) {
    switch step.action {
    case .forEach(let variable, let list, let body):
      guard case .array(let elements) = try evaluate(list, at: step.location) else {
        throw Diagnostic(.error, at: step.location, "\\for needs an array")
      }
      guard let first = elements.first else { return }
      frame[variable] = first
      enter(body, .forEach(variable, rest: elements.dropFirst()))
    case .loop(let condition, let max, let body):
      guard case .integer(let limit) = try evaluate(max, at: step.location) else {
        throw Diagnostic(.error, at: step.location, "the max of \\while is an integer")
      }
      guard try isTrue(condition, at: step.location) else { return }
      guard limit > 0 else {
        flow = .ended(.applicationError(reason: "while_limit"))
        return
      }
      enter(body, .loop(while: condition, limit: limit, turns: 1, at: step.location))
    case .attempt(let errors, let body, let handler):
      enter(body, .attempt(catching: errors, handler: handler))
    case .retry(let policy, let body):
      enter(body, .retry(policy, attempt: 1, start: start))
      frame[.attempt] = .integer(1)
    default: return
    }
  }

  /// At the end of a body: once more, or on with the one around it.
  private func leave(_ body: Enclosing) throws(Diagnostic) {
    switch body.kind {
    case .forEach(let variable, let rest):
      guard let next = rest.first else { return goOn(after: body) }
      frame[variable] = next
      again(.forEach(variable, rest: rest.dropFirst()))
    case .loop(let condition, let limit, let turns, let location):
      guard try isTrue(condition, at: location) else { return goOn(after: body) }
      guard turns < limit else {
        flow = .ended(.applicationError(reason: "while_limit"))
        return
      }
      repetitions += 1
      again(.loop(while: condition, limit: limit, turns: turns + 1, at: location))
    case .body, .attempt, .retry, .program:
      goOn(after: body)
    }
  }

  private func goOn(after body: Enclosing) {
    enclosing.removeLast()
    if body.isLimited { pending.append(.need(.limit(nil))) }
    steps = body.steps
    index = body.index
  }

  private func again(_ kind: Enclosing.Kind) {
    enclosing[enclosing.count - 1].kind = kind
    index = 0
  }

  /// Takes an error out by one body, to a `\try` or `\retry` that names it or to the end of the call.
  private func unwind(_ error: CallError) {
    guard let body = enclosing.last else {
      flow = .ended(error.outcome)
      return
    }
    switch body.kind {
    case .attempt(let errors, let handler) where error.matches(errors):
      goOn(after: body)
      enter(handler, .body)
      flow = .next
    case .retry(let policy, let attempt, let start) where mayRepeat(policy, after: error, attempt: attempt):
      again(.retry(policy, attempt: attempt + 1, start: start))
      beginAgain(policy, after: attempt, from: start)
    default:
      goOn(after: body)
    }
  }

  func mayRepeat(_ policy: RetryPolicy, after error: CallError, attempt: Int) -> Bool {
    error.matches(policy.errors) && attempt < policy.maxAttempts && !isOutOfTime
  }

  /// Another attempt: what the last one left is rolled back, and after the back-off it begins.
  func beginAgain(_ policy: RetryPolicy, after attempt: Int, from start: Start) {
    flow = .next
    frame = start.frame
    frame[.attempt] = .integer(Int64(attempt + 1))
    attempts += 1
    repetitions += 1
    // After what ends the deadlines of bodies that are left.
    pending += giveBack(since: start.connections).map { .need(.resource($0)) }
    pending += [.rollback, .need(.backoff(backoff(policy.backoff, after: attempt)))]
  }
}
