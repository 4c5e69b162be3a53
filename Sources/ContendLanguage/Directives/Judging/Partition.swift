import ContendModel

extension Directive {
  static let partition = Directive("partition", "\\partition NAME", in: Place.judging) {
    arguments, builder throws(Diagnostic) in
    try builder.once(arguments)
    let name = try arguments.variableName()
    try arguments.finish()
    builder.marks.partition = name
    builder.scenario.judging.partition = builder.declare(name)
  }
}
