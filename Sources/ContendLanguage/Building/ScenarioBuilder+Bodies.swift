import ContendModel

/// Bodies and the blocks in them.
extension ScenarioBuilder {
  /// Nested deeper than this, a body is refused, so that no input exhausts the stack.
  static let nestingLimit = 100

  var currentVariant: Int? {
    if case .variant(let index) = section { index } else { nil }
  }

  /// The scope that names read and set now belong to.
  var scope: Scope {
    if let innerScope { return innerScope }
    if let body = bodies.last { return body.scope }
    return switch section {
    case .header: Scope(kind: .header, label: "the header")
    case .setup: Scope(kind: .setup, label: "'\\setup'")
    case .invariant: Scope(kind: .invariant, label: "invariant '\(invariant?.name ?? "")'")
    case .variant(let index):
      Scope(kind: .body(role: Role.defaultName), variant: index, label: variants[index].label)
    }
  }

  func add(_ action: Step.Action, at location: SourceLocation) {
    guard !bodies.isEmpty else { return }
    let last = bodies[bodies.count - 1].blocks.count - 1
    bodies[bodies.count - 1].blocks[last].steps.append(Step(action, at: location))
  }

  func open(_ kind: Block.Kind, at location: SourceLocation) {
    guard !bodies.isEmpty else { return }
    if bodies[bodies.count - 1].blocks.count >= Self.nestingLimit {
      log.error("blocks are nested too deeply", at: location)
    }
    bodies[bodies.count - 1].blocks.append(Block(kind, at: location))
  }

  /// Takes the innermost block off, if `isWanted` says that the directive ends it.
  func close(
    _ arguments: Arguments, opener: String, where isWanted: (Block.Kind) -> Bool = { _ in true }
  ) throws(Diagnostic) -> Block {
    guard let index = bodies.indices.last,
      let match = bodies[index].blocks.lastIndex(where: { $0.names?.opener == opener })
    else { throw withoutOpener(opener, arguments) }
    while bodies[index].blocks.count - 1 > match {
      let inner = bodies[index].blocks.removeLast()
      reportUnclosed(inner, before: "'\\\(arguments.name)'")
      bodies[index].blocks[bodies[index].blocks.count - 1].steps += inner.steps
    }
    let block = bodies[index].blocks[match]
    guard isWanted(block.kind) else {
      throw Diagnostic(
        .error, at: arguments.location, "'\\\(arguments.name)' cannot stand here",
        hint: "the '\\\(opener)' at line \(block.location.line) has had its last part; close it with "
          + "'\\\(block.names?.closer ?? "")'")
    }
    bodies[index].blocks.removeLast()
    return block
  }

  /// The end of a block that was never begun, or whose beginning was reported already.
  func missOpener(_ opener: String, of arguments: Arguments) throws(Diagnostic) {
    if !reportedOpeners.contains(opener) { throw withoutOpener(opener, arguments) }
  }

  private func withoutOpener(_ opener: String, _ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      .error, at: arguments.location, "'\\\(arguments.name)' without '\\\(opener)'",
      hint: "open the block with '\\\(opener)'")
  }

  private func reportUnclosed(_ block: Block, before what: String) {
    guard let names = block.names else { return }
    log.error(
      "'\\\(names.opener)' is not closed before \(what)", at: block.location,
      hint: "close it with '\\\(names.closer)'")
  }

  /// Ends every body that is open, because a section begins or the file ends.
  func closeBodies(before what: String = "the end of its section") {
    while let body = bodies.last {
      if case .finally = body.kind {
        log.error(
          "'\\finally' is not closed before \(what)", at: body.location, hint: "close it with '\\endfinally'")
      } else if case .migration = body.kind {
        log.error(
          "'\\migration' is not closed before \(what)", at: body.location,
          hint: "close it with '\\endmigration'")
      }
      closeBody(before: what)
    }
  }

  /// Ends the innermost body and puts it where it belongs.
  func closeBody(before what: String) {
    let steps = closeBlocks(before: what)
    guard let body = bodies.popLast() else { return }
    switch body.kind {
    case .role(let role): finish(role, steps: steps)
    case .finally: finishFinally(steps)
    case .migration:
      if let index = currentVariant { variants[index].variant.migration += body.statements }
    }
  }

  /// What is left open is closed: `\retry` rightly so, everything else with an error.
  private func closeBlocks(before what: String) -> [Step] {
    guard let index = bodies.indices.last else { return [] }
    while bodies[index].blocks.count > 1 {
      let block = bodies[index].blocks.removeLast()
      let isOutermost = bodies[index].blocks.count == 1
      let parent = bodies[index].blocks.count - 1
      if case .retry(let policy) = block.kind, isOutermost {
        bodies[index].blocks[parent].steps.append(Step(.retry(policy, body: block.steps), at: block.location))
      } else {
        reportUnclosed(block, before: what)
        bodies[index].blocks[parent].steps += block.steps
      }
    }
    return bodies[index].blocks.first?.steps ?? []
  }

  private func finish(_ role: Role?, steps: [Step]) {
    guard let index = currentVariant else { return }
    if var role {
      role.body = steps
      variants[index].roles.append(role)
    } else {
      variants[index].body = steps
    }
  }

  private func finishFinally(_ steps: [Step]) {
    if let index = currentVariant {
      variants[index].variant.finally = steps
    } else {
      scenario.finally = steps
    }
  }
}
