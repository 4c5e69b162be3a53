import ContendModel

extension Directive {
  static let draw = Directive("draw", "\\draw NAME EXPR", in: [.header]) {
    arguments, builder throws(Diagnostic) in
    let name = try builder.globalName(&arguments)
    if arguments.isAtEnd { throw arguments.error("'\\draw' requires an expression") }
    let number = builder.scenario.draws.count
    let expression = try builder.within(Scope(kind: .draw(number), label: "draw '\(name.text)'")) {
      () throws(Diagnostic) in try builder.expression(&arguments)
    }
    try arguments.finish()
    builder.scenario.draws.append(
      Draw(variable: builder.declare(name), expression: expression, location: arguments.location))
  }
}
