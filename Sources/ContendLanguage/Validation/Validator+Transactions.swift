import ContendModel

/// Whether a call can end with a transaction open: it is rolled back then, which a program that means
/// to commit does not expect. A simple flow analysis; conditions are not looked into.
extension Validator {
  func checkOpenTransactions() {
    var reported: Set<SourceLocation> = []
    for draft in builder.variants {
      for body in [draft.body] + draft.roles.map(\.body) {
        var flow = TransactionFlow()
        let end = flow.run(body, from: [nil])
        guard flow.budget > 0 else { continue }
        for begin in flow.open.union(end.compactMap { $0 }).sorted(by: precedes)
        where reported.insert(begin).inserted {
          log.warning(
            "the call may end with this transaction open", at: begin,
            hint: "it is rolled back then; end every path with COMMIT or ROLLBACK")
        }
      }
    }
  }

  private func precedes(_ left: SourceLocation, _ right: SourceLocation) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

/// Where the transaction that is open at a point may have begun; nil stands for none open.
private struct TransactionFlow {
  typealias State = Set<SourceLocation?>

  /// Transactions open where a call returns as a success.
  private(set) var open: Set<SourceLocation> = []
  /// States before each statement of the `\try` bodies around, innermost last.
  private var failing: [State] = []

  /// Steps still to be looked at: loops in loops multiply them, and a warning is not worth the wait.
  private(set) var budget = 100_000

  mutating func run(_ steps: [Step], from start: State) -> State {
    var state = start
    for step in steps where !state.isEmpty && budget > 0 {
      budget -= 1
      state = run(step, from: state)
    }
    return state
  }

  private mutating func run(_ step: Step, from state: State) -> State {
    switch step.action {
    case .statement(let statement): return run(statement, from: state)
    case .branch(let branches, let otherwise):
      var after = run(otherwise, from: state)
      for branch in branches { after.formUnion(run(branch.body, from: state)) }
      return after
    case .forEach(_, in: _, let body), .loop(while: _, max: _, let body):
      // The second pass starts from what the first one left.
      let once = run(body, from: state)
      return state.union(once).union(run(body, from: once))
    case .retry(_, let body):
      return run(body, from: state)
    case .attempt(catching: _, let body, let handler):
      failing.append([])
      let after = run(body, from: state)
      let caught = failing.removeLast()
      return after.union(run(handler, from: caught))
    case .end(let ending):
      // A rejected or failed call means to undo what it did.
      if ending == .ok { open.formUnion(state.compactMap { $0 }) }
      return []
    default: return state
    }
  }

  private mutating func run(_ statement: Statement, from state: State) -> State {
    switch statement.kind {
    case .begin:
      note(state)
      return [statement.location]
    case .commit, .rollback:
      // A COMMIT that fails has ended its transaction all the same.
      note([nil])
      return [nil]
    case .savepoint, .setting, .other, .harness:
      note(state)
      return state
    }
  }

  private mutating func note(_ state: State) {
    if !failing.isEmpty { failing[failing.count - 1].formUnion(state) }
  }
}
