import ContendModel

extension Directive {
  static let `if` = Directive("if", "\\if EXPR … \\elif EXPR … \\else … \\endif", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    let condition = builder.condition(&arguments)
    let location = arguments.location
    builder.open(.branch(done: [], condition: condition, location: location), at: location)
  }

  static let elif = Directive("elif", "\\elif EXPR", in: Place.program, closes: "if") {
    arguments, builder throws(Diagnostic) in
    let block = try builder.close(arguments, opener: "if") { if case .branch = $0 { true } else { false } }
    let condition = builder.condition(&arguments)
    let kind = Block.Kind.branch(done: block.branches, condition: condition, location: arguments.location)
    builder.open(kind, at: block.location)
  }

  static let `else` = Directive("else", "\\else", in: Place.program, closes: "if") {
    arguments, builder throws(Diagnostic) in
    let block = try builder.close(arguments, opener: "if") { if case .branch = $0 { true } else { false } }
    builder.open(.otherwise(done: block.branches), at: block.location)
    try arguments.finish()
  }

  static let endif = Directive("endif", "\\endif", in: Place.program, closes: "if") {
    arguments, builder throws(Diagnostic) in
    let block = try builder.close(arguments, opener: "if")
    var otherwise: [Step] = []
    if case .otherwise = block.kind { otherwise = block.steps }
    builder.add(.branch(block.branches, otherwise: otherwise), at: block.location)
    try arguments.finish()
  }
}

extension Block {
  /// The branches of an `\if` so far, this block's own included.
  fileprivate var branches: [Branch] {
    switch kind {
    case .branch(let done, let condition, let location):
      done + [Branch(condition: condition, location: location, body: steps)]
    case .otherwise(let done): done
    default: []
    }
  }
}

extension ScenarioBuilder {
  /// A condition to the end of the line; NULL where it is wrong, so that its block is still one.
  func condition(_ arguments: inout Arguments) -> Expression {
    var cursor = arguments
    defer { arguments = cursor }
    return recovering(.literal(.null)) { () throws(Diagnostic) in
      if cursor.isAtEnd { throw cursor.error("'\\\(cursor.name)' requires a condition") }
      let expression = try self.expression(&cursor)
      try cursor.finish()
      return expression
    }
  }
}
