import ContendModel

extension Directive {
  static let unset = Directive("unset", "\\unset NAME", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    let word = try arguments.variableName()
    try arguments.finish()
    // Not `target`: what only unsets a variable gives it no value.
    guard !Symbols.builtIn.contains(word.text) else {
      throw Diagnostic(
        .error, at: word.location, "':\(word.text)' is built in and cannot be unset",
        hint: "choose another name")
    }
    builder.add(.unset(builder.read(word.text, at: word.location)), at: arguments.location)
  }
}
