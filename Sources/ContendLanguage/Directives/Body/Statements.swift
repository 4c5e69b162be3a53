import ContendModel

/// The lexer hands these to the statement before them; those that arrive here have none.
extension Directive {
  static let bind = Directive(
    "bind", "SELECT … $1 \\bind :value", in: Place.everywhere, parse: withoutStatement)
  static let gset = Directive("gset", "SELECT … \\gset [prefix]", in: Place.program, parse: withoutStatement)
  static let aset = Directive("aset", "SELECT … \\aset [prefix]", in: Place.program, parse: withoutStatement)

  private static let withoutStatement: Parse = { arguments, _ throws(Diagnostic) in
    throw arguments.error("'\\\(arguments.name)' must follow a statement", at: arguments.location)
  }
}
