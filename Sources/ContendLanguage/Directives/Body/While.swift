import ContendModel

extension Directive {
  static let `while` = Directive("while", "\\while EXPR max N … \\endwhile", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    var cursor = arguments
    let nothing = (Expression.literal(.null), Expression.literal(.integer(1)))
    let (condition, limit) = builder.recovering(nothing) { () throws(Diagnostic) in
      if cursor.isAtEnd { throw cursor.error("'\\while' requires a condition") }
      let condition = try builder.expression(&cursor)
      guard cursor.take("max") else {
        throw cursor.error("expected 'max N' after the condition of '\\while'")
      }
      cursor.skipSpace()
      let start = cursor.here
      let limit = try builder.expression(&cursor)
      if let value = limit.constantValue, !value.isPositiveInteger {
        throw cursor.error("'max' is a whole number from 1", at: start)
      }
      try cursor.finish()
      return (condition, limit)
    }
    builder.open(.loop(while: condition, max: limit), at: arguments.location)
  }

  static let endwhile = Directive("endwhile", "\\endwhile", in: Place.program, closes: "while") {
    arguments, builder throws(Diagnostic) in
    let block = try builder.close(arguments, opener: "while")
    if case .loop(let condition, let limit) = block.kind {
      builder.add(.loop(while: condition, max: limit, body: block.steps), at: block.location)
    }
    try arguments.finish()
  }
}

extension Value {
  fileprivate var isPositiveInteger: Bool {
    if case .integer(let value) = self { value >= 1 } else { false }
  }
}
