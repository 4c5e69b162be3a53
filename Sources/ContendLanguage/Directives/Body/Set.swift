import ContendModel

extension Directive {
  static let set = Directive("set", "\\set NAME EXPR", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    let variable = try builder.target(&arguments)
    if arguments.isAtEnd { throw arguments.error("'\\set' requires an expression") }
    if arguments.peek() == UInt8(ascii: "=") {
      throw arguments.error("'\\set' does not use '='")
    }
    let expression = try builder.expression(&arguments)
    try arguments.finish()
    builder.add(.set(variable, expression), at: arguments.location)
  }
}
