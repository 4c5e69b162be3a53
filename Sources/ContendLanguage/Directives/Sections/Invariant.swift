import ContendModel

extension Directive {
  static let invariant = Directive("invariant", "\\invariant NAME \"title\"", in: Place.everywhere) {
    arguments, builder throws(Diagnostic) in
    builder.begin(.invariant)
    let word = arguments.word()
    let name = word?.text ?? ""
    builder.invariant = InvariantDraft(name: name, title: name, location: arguments.location)
    guard let word else { throw arguments.error("'\\invariant' requires a name") }
    if let first = builder.scenario.invariants.first(where: { $0.name == name }) {
      throw Diagnostic(
        .error, at: word.location, "invariant '\(name)' is already defined",
        hint: "first defined at line \(first.location.line); choose another name")
    }
    builder.invariant?.title = try arguments.title(default: name)
    try arguments.finish()
  }
}
