import ContendModel

extension Directive {
  static let param = Directive("param", "\\param NAME VALUE", in: [.header]) {
    arguments, builder throws(Diagnostic) in
    let name = try builder.globalName(&arguments)
    if reservedParameters.contains(name.text) {
      throw Diagnostic(
        .error, at: name.location, "'\(name.text)' is an option of '\\load' and '\\explore'",
        hint: "choose another name, so that '\\sweep \(name.text)' means one thing")
    }
    if arguments.isAtEnd { throw arguments.error("'\\param' requires a value") }
    let start = arguments.here
    let value = try builder.evaluated(&arguments, "the value of a '\\param'", at: start)
    try arguments.finish()
    builder.scenario.parameters.append(
      Parameter(variable: builder.declare(name), value: value, location: arguments.location))
  }
}

/// Keys of options that take parameters by name beside them.
private let reservedParameters: Set<String> = ["clients", "calls", "crashes"]

extension ScenarioBuilder {
  /// The name of a parameter or draw: new, and no built-in one.
  func globalName(_ arguments: inout Arguments) throws(Diagnostic) -> Arguments.Word {
    let word = try arguments.variableName()
    if Symbols.builtIn.contains(word.text) {
      throw Diagnostic(.error, at: word.location, "':\(word.text)' is built in", hint: "choose another name")
    }
    if let first = marks.declared.updateValue(arguments.location, forKey: word.text) {
      throw Diagnostic(
        .error, at: word.location, "'\(word.text)' is given twice",
        hint: "first defined at line \(first.line); remove one of them")
    }
    return word
  }

  func declare(_ word: Arguments.Word) -> Variable { scenario.symbols.intern(word.text) }
}
