import ContendModel

/// Whether a call goes on in a transaction that an error has aborted: `\catch` rolls nothing back, and every
/// statement fails there until ROLLBACK.
extension Validator {
  func checkAbortedTransactions() {
    // Then it is the failure that the scenario is about.
    guard scenario.symptom?.sqlState != "25P02" else { return }
    var reported: Set<SourceLocation> = []
    for draft in builder.variants where !draft.isMeantToFail {
      for body in [draft.body] + draft.roles.map(\.body) where !usesSeveralConnections(body) {
        var flow = AbortedFlow()
        _ = flow.run(body, from: [.none])
        guard flow.budget > 0 else { continue }
        for (statement, attempt) in flow.failing where reported.insert(statement).inserted {
          log.warning(
            "the error that the '\\try' at line \(attempt.line) catches has aborted the transaction, so this fails",
            at: statement,
            hint: "begin the '\\catch' with ROLLBACK, or with ROLLBACK TO a SAVEPOINT set before the '\\try'")
        }
      }
    }
  }

  /// Each has a transaction of its own, which is not followed here.
  private func usesSeveralConnections(_ body: [Step]) -> Bool {
    var uses = false
    body.forEachStep { step in if case .use = step.action { uses = true } }
    return uses
  }
}

/// In what state a transaction may be at a point. It warns too seldom rather than falsely: where a condition
/// may know of the error, nothing is said.
private struct AbortedFlow {
  enum State: Hashable {
    case none
    case open
    /// By an error that the `\try` there catches.
    case aborted(SourceLocation)
  }

  private struct Attempt {
    var errors: [ErrorPattern]
    var location: SourceLocation
    /// What the statements of its body may leave when they fail.
    var left: Set<State> = []
  }

  private(set) var failing: [(statement: SourceLocation, attempt: SourceLocation)] = []
  /// Steps still to be looked at; see `TransactionFlow`.
  private(set) var budget = 100_000
  /// The `\try` bodies around, innermost last.
  private var attempts: [Attempt] = []
  /// The `\try`s whose `\catch` is being looked at.
  private var handled: [SourceLocation] = []

  mutating func run(_ steps: [Step], from start: Set<State>) -> Set<State> {
    var state = start
    for step in steps where !state.isEmpty && budget > 0 {
      budget -= 1
      state = run(step, from: state)
    }
    return state
  }

  private mutating func run(_ step: Step, from state: Set<State>) -> Set<State> {
    switch step.action {
    case .statement(let statement): return run(statement, from: state)
    case .branch(let branches, let otherwise):
      return run(oneOf: branches.map(\.body) + [otherwise], from: state)
    case .forEach(_, in: _, let body):
      let once = run(oneOf: [body, []], from: state)
      return once.union(run(body, from: once))
    // Its condition may be that nothing has failed, so that there is no second turn.
    case .loop(while: _, max: _, let body): return run(oneOf: [body, []], from: state)
    case .retry(_, let body): return run(body, from: state)
    case .attempt(let errors, let body, let handler):
      return run(body, handler, Attempt(errors: errors, location: step.location), from: state)
    case .release(let name), .disconnect(let name):
      return name == nil || name == "main" ? [.none] : state
    case .end: return []
    default: return state
    }
  }

  private mutating func run(
    _ body: [Step], _ handler: [Step], _ attempt: Attempt, from state: Set<State>
  ) -> Set<State> {
    attempts.append(attempt)
    let after = run(body, from: state)
    var caught = attempts.removeLast().left
    // Nothing shows whether it was a statement before BEGIN that failed.
    if caught.contains(.none) { caught = [.none] }
    handled.append(attempt.location)
    defer { handled.removeLast() }
    return after.union(run(handler, from: caught))
  }

  /// Bodies one of which runs, by a condition. Within the `\catch` the error is certain; after it a variable
  /// may say whether there was one.
  private mutating func run(oneOf bodies: [[Step]], from state: Set<State>) -> Set<State> {
    let uncertain = state.filter { state in
      if case .aborted(let attempt) = state { !handled.contains(attempt) } else { false }
    }
    var after = bodies.reduce(into: Set<State>()) {
      $0.formUnion(run($1, from: state.subtracting(uncertain)))
    }
    if !bodies.contains(where: \.endsTransactions) { after.formUnion(uncertain) }
    return after
  }

  private mutating func run(_ statement: Statement, from state: Set<State>) -> Set<State> {
    switch statement.kind {
    case .commit, .rollback: return [.none]
    case .savepoint where statement.isRollbackToSavepoint:
      return Set(state.map { if case .none = $0 { .none } else { .open } })
    case .begin:
      return report(statement, in: state).isEmpty ? [] : [.open]
    case .savepoint, .setting, .other, .harness:
      let going = report(statement, in: state)
      note(failureFrom: going)
      return going
    }
  }

  /// The states in which the statement does not fail for that of its transaction; the others are reported once.
  private mutating func report(_ statement: Statement, in state: Set<State>) -> Set<State> {
    let isExpected = attempts.contains { $0.errors.contains(where: \.namesAbortedTransaction) }
    return state.filter { state in
      guard case .aborted(let attempt) = state else { return true }
      if !isExpected { failing.append((statement.location, attempt)) }
      return false
    }
  }

  /// An error of a statement goes to the innermost `\try` that names it, which may be any of those around.
  private mutating func note(failureFrom state: Set<State>) {
    var caught: Set<ErrorPattern> = []
    for index in attempts.indices.reversed() {
      let errors = Set(attempts[index].errors).subtracting(caught)
      caught.formUnion(errors)
      guard errors.contains(where: \.leavesTransactionAborted) else { continue }
      let location = attempts[index].location
      attempts[index].left.formUnion(state.map { $0 == .open ? .aborted(location) : $0 })
    }
  }
}

extension VariantDraft {
  /// A fix that is wrong on purpose.
  fileprivate var isMeantToFail: Bool {
    variant.kind == .fix
      && !variant.expected.contains { $0.accepts(.eliminatedProved) || $0.accepts(.eliminatedStatistically) }
  }
}

extension ErrorPattern {
  /// A time-out may have passed between two statements; with the connection the transaction is gone too.
  fileprivate var leavesTransactionAborted: Bool {
    switch self {
    case .sqlState(let state): !state.hasPrefix("08") && !state.hasPrefix("57P")
    case .sqlStateClass(let start): start != "08"
    case .timeout, .poolTimeout: false
    }
  }

  fileprivate var namesAbortedTransaction: Bool {
    self == .sqlState("25P02") || self == .sqlStateClass("25")
  }
}

extension [Step] {
  /// Some path in them ends the transaction, goes back to a savepoint or ends the call.
  fileprivate var endsTransactions: Bool {
    var ends = false
    forEachStep { step in
      switch step.action {
      case .statement(let statement):
        ends = ends || [.commit, .rollback].contains(statement.kind) || statement.isRollbackToSavepoint
      case .end, .release, .disconnect: ends = true
      default: break
      }
    }
    return ends
  }
}

extension Statement {
  fileprivate var isRollbackToSavepoint: Bool {
    let text =
      switch sql {
      case .fixed(let text): text
      case .spliced(let segments): if case .text(let text)? = segments.first { text } else { "" }
      }
    return kind == .savepoint && text.uppercased().hasPrefix("ROLLBACK")
  }
}
