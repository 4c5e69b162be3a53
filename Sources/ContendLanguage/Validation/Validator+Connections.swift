import ContendModel

/// Whether `\use` and `\release` name a connection that `\acquire` has taken.
extension Validator {
  func checkConnections() {
    for draft in builder.variants {
      for body in [draft.body] + draft.roles.map(\.body) {
        var acquired: Set<String> = ["main"]
        body.forEachStep { step in
          if case .acquire(let connection, _) = step.action { acquired.insert(connection) }
        }
        body.forEachStep { step in
          switch step.action {
          case .use(let name), .release(let name?): check(name, among: acquired, at: step.location)
          default: break
          }
        }
      }
    }
  }

  private func check(_ name: String, among acquired: Set<String>, at location: SourceLocation) {
    guard !acquired.contains(name) else { return }
    log.error(
      "there is no connection '\(name)'", at: location,
      hint: Suggestion.nearest(to: name, among: acquired.sorted()).map { "did you mean '\($0)'?" }
        ?? "take it with '\\acquire \(name)' first")
  }
}

extension [Step] {
  /// Calls `visit` for every step, those within blocks included, in the order of the file.
  func forEachStep(_ visit: (Step) -> Void) {
    for step in self {
      visit(step)
      for block in step.blocks { block.forEachStep(visit) }
    }
  }
}

extension Step {
  /// The bodies within it.
  var blocks: [[Step]] {
    switch action {
    case .branch(let branches, let otherwise): branches.map(\.body) + [otherwise]
    case .forEach(_, in: _, let body), .loop(while: _, max: _, let body), .retry(_, let body): [body]
    case .attempt(catching: _, let body, let handler): [body, handler]
    case .statement, .set, .end, .say, .service, .acquire, .use, .release, .keyValue, .sleep, .wait: []
    }
  }
}
