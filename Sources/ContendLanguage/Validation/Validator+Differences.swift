import ContendModel

/// Fixes that change nothing.
extension Validator {
  func checkDifferences() {
    guard let buggy = scenario.buggy else { return }
    for (draft, fix) in zip(builder.variants, scenario.variants) where fix.kind == .fix {
      let isEmpty = draft.body.isEmpty && draft.roles.isEmpty && !draft.hasMigration && fix.finally == nil
      if isEmpty, draft.conditions == Conditions() {
        log.warning(
          "fix '\(fix.name)' is empty, so it is the same as 'buggy'", at: fix.location,
          hint: "write its body")
      } else if Program(fix) == Program(buggy) {
        log.warning(
          "fix '\(fix.name)' does exactly what 'buggy' does", at: fix.location,
          hint: "change it, or take it out")
      }
    }
  }
}

/// What a variant does, whatever its name and wherever it stands.
private struct Program: Equatable {
  var roles: [Role]
  var migration: [Statement]
  var finally: [Step]?
  var conditions: Conditions

  init(_ variant: Variant) {
    roles = variant.roles.map { role in
      var role = role
      role.location = .nowhere
      role.body = role.body.map(\.unplaced)
      return role
    }
    migration = variant.migration.map(\.unplaced)
    finally = variant.finally?.map(\.unplaced)
    conditions = variant.conditions
  }
}

extension SourceLocation {
  fileprivate static let nowhere = SourceLocation(file: "", line: 0, column: 0)
}

extension Statement {
  fileprivate var unplaced: Statement {
    Statement(id: 0, sql: sql, parameters: parameters, result: result, kind: kind, location: .nowhere)
  }
}

extension Step {
  fileprivate var unplaced: Step {
    func strip(_ steps: [Step]) -> [Step] { steps.map(\.unplaced) }
    let action: Action =
      switch self.action {
      case .statement(let statement): .statement(statement.unplaced)
      case .branch(let branches, let otherwise):
        .branch(
          branches.map { Branch(condition: $0.condition, location: .nowhere, body: strip($0.body)) },
          otherwise: strip(otherwise))
      case .forEach(let variable, let list, let body): .forEach(variable, in: list, body: strip(body))
      case .loop(let condition, let limit, let body): .loop(while: condition, max: limit, body: strip(body))
      case .attempt(let errors, let body, let handler):
        .attempt(catching: errors, body: strip(body), handler: strip(handler))
      case .retry(let policy, let body): .retry(policy, body: strip(body))
      default: self.action
      }
    return Step(action, at: .nowhere)
  }
}
