import ContendModel

extension Directive {
  static let `try` = Directive("try", "\\try SQLSTATE,… … \\catch … \\endtry", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    var cursor = arguments
    let patterns = builder.recovering([ErrorPattern]()) { () throws(Diagnostic) in
      let patterns = try cursor.errorPatterns()
      try cursor.finish()
      return patterns
    }
    builder.open(.attempt(patterns), at: arguments.location)
  }

  static let `catch` = Directive("catch", "\\catch", in: Place.program, closes: "try") {
    arguments, builder throws(Diagnostic) in
    let block = try builder.close(arguments, opener: "try") { if case .attempt = $0 { true } else { false } }
    if case .attempt(let patterns) = block.kind {
      builder.open(.handler(patterns, body: block.steps), at: block.location)
    }
    try arguments.finish()
  }

  static let endtry = Directive("endtry", "\\endtry", in: Place.program, closes: "try") {
    arguments, builder throws(Diagnostic) in
    let block = try builder.close(arguments, opener: "try")
    switch block.kind {
    case .handler(let patterns, let body):
      builder.add(.attempt(catching: patterns, body: body, handler: block.steps), at: block.location)
    case .attempt(let patterns):
      builder.add(.attempt(catching: patterns, body: block.steps, handler: []), at: block.location)
      throw Diagnostic(
        .error, at: block.location, "'\\try' has no '\\catch'",
        hint: "put '\\catch' before '\\endtry', and after it what the client does on these errors")
    default: break
    }
    try arguments.finish()
  }
}
