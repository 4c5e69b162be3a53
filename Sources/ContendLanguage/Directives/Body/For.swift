import ContendModel

extension Directive {
  static let `for` = Directive("for", "\\for NAME in LIST … \\endfor", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    var cursor = arguments
    let nothing = (Variable(index: 0), Expression.list([]))
    let (variable, list) = builder.recovering(nothing) { () throws(Diagnostic) in
      let variable = try builder.target(&cursor)
      guard cursor.take("in") else { throw cursor.error("expected 'in'") }
      if cursor.isAtEnd { throw cursor.error("'\\for' requires a list") }
      let list = try builder.expression(&cursor)
      try cursor.finish()
      return (variable, list)
    }
    builder.open(.forEach(variable, in: list), at: arguments.location)
  }

  static let endfor = Directive("endfor", "\\endfor", in: Place.program, closes: "for") {
    arguments, builder throws(Diagnostic) in
    let block = try builder.close(arguments, opener: "for")
    if case .forEach(let variable, let list) = block.kind {
      builder.add(.forEach(variable, in: list, body: block.steps), at: block.location)
    }
    try arguments.finish()
  }
}
