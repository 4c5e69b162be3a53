import ContendModel

/// Whether `\use` and `\release` name a connection that `\acquire` has taken.
extension Validator {
  func checkConnections() {
    for draft in builder.variants {
      for body in [draft.body] + draft.roles.map(\.body) {
        var acquired: Set<String> = ["main"]
        var isMainReleased = false
        body.forEachStep { step in
          switch step.action {
          case .acquire("main", _) where !isMainReleased: refuseMain(at: step.location)
          case .acquire(let connection, _): acquired.insert(connection)
          case .release(let name), .disconnect(let name):
            isMainReleased = isMainReleased || name == nil || name == "main"
          default: break
          }
        }
        body.forEachStep { step in
          switch step.action {
          case .use(let name), .release(let name?), .disconnect(let name?):
            check(name, among: acquired, at: step.location)
          default: break
          }
        }
      }
    }
  }

  /// A connection that is taken and never used: statements run on the one in use.
  func checkUnusedConnections() {
    for draft in builder.variants {
      for body in [draft.body] + draft.roles.map(\.body) {
        var taken: [(name: String, location: SourceLocation)] = []
        var used: Set<String> = ["main"]
        var isLeft = false
        body.forEachStep { step in
          switch step.action {
          case .acquire(let name, _):
            if isLeft { used.insert(name) } else { taken.append((name, step.location)) }
          case .use(let name): used.insert(name)
          // What is taken next is the only one, and in use.
          case .release, .disconnect: isLeft = true
          default: break
          }
        }
        for (name, location) in taken where !used.contains(name) {
          log.warning(
            "nothing runs on connection '\(name)'", at: location,
            hint: "'\\use \(name)' makes it the one that the next statements use")
        }
      }
    }
  }

  private func refuseMain(at location: SourceLocation) {
    log.error(
      "a call has its connection 'main' from the start", at: location,
      hint: "choose another name, or give 'main' back with '\\release' before")
  }

  private func check(_ name: String, among acquired: Set<String>, at location: SourceLocation) {
    guard !acquired.contains(name) else { return }
    log.error(
      "there is no connection '\(name)'", at: location,
      hint: Suggestion.nearest(to: name, among: acquired.sorted()).map { "did you mean '\($0)'?" }
        ?? "take it with '\\acquire \(name)' first")
  }
}
