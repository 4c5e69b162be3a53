extension [Step] {
  /// Every statement, in whichever block it stands.
  public func forEachStatement(_ body: (Statement) -> Void) {
    for step in self {
      switch step.action {
      case .statement(let statement): body(statement)
      case .branch(let branches, let otherwise):
        for branch in branches { branch.body.forEachStatement(body) }
        otherwise.forEachStatement(body)
      case .forEach(_, _, let steps), .loop(_, _, let steps), .retry(_, let steps):
        steps.forEachStatement(body)
      case .attempt(_, let steps, let handler):
        steps.forEachStatement(body)
        handler.forEachStatement(body)
      default: break
      }
    }
  }
}
