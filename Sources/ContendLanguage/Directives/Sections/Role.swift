import ContendModel

extension Directive {
  static let role = Directive("role", "\\role NAME [clients=N]", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    guard let index = builder.currentVariant else { return }
    builder.closeBodies(before: "the next role")
    let word = arguments.word()
    var role = Role(name: word?.text ?? "", body: [], location: arguments.location)
    defer { builder.beginRole(role, in: index) }
    guard let word else { throw arguments.error("'\\role' requires a name") }
    if builder.variants[index].roles.contains(where: { $0.name == word.text }) {
      throw Diagnostic(
        .error, at: word.location, "role '\(word.text)' is already defined", hint: "choose another name")
    }
    while let key = try arguments.optionKey() {
      guard key.text == "clients" else { throw arguments.unknownOption(key, known: ["clients"]) }
      (role.clients, role.isFixed) = try clients(&arguments)
    }
  }

  /// `3`, or `3!` where load must not scale it.
  private static func clients(_ arguments: inout Arguments) throws(Diagnostic) -> (Int, Bool) {
    let start = arguments.here
    guard let word = arguments.run() else { throw arguments.error("expected a number for 'clients'") }
    let isFixed = word.text.hasSuffix("!")
    guard let count = Int(isFixed ? word.text.dropLast() : word.text[...]) else {
      throw arguments.error("'clients' must be a whole number, not '\(word.text)'", at: start)
    }
    guard Limits.clients.contains(count) else {
      throw arguments.error(
        "'clients' is \(count), outside 1…\(Limits.clients.upperBound)", at: start,
        hint: "use a number from 1 to \(Limits.clients.upperBound)")
    }
    return (count, isFixed)
  }
}

extension ScenarioBuilder {
  func beginRole(_ role: Role, in index: Int) {
    let scope = Scope(
      kind: .body(role: role.name), variant: index,
      label: "role '\(role.name)' of \(variants[index].label)")
    bodies = [BodyDraft(.role(role), scope: scope, location: role.location)]
  }
}
