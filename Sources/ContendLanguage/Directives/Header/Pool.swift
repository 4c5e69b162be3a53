import ContendModel

extension Directive {
  static let pool = Directive("pool", "\\pool size=N acquire_timeout=2s", in: [.header, .body]) {
    arguments, builder throws(Diagnostic) in
    try builder.oncePerVariant(arguments)
    var pool: Conditions.Pool?
    var timeout: Duration?
    while let key = try arguments.optionKey() {
      switch key.text {
      case "size": pool = try builder.pool(&arguments)
      case "acquire_timeout": timeout = try arguments.duration("acquire_timeout")
      default: throw arguments.unknownOption(key, known: ["size", "acquire_timeout"])
      }
    }
    guard var pool else { throw arguments.error("'\\pool' requires 'size='", at: arguments.location) }
    pool.acquireTimeout = timeout
    try builder.setCondition(arguments) { [pool] in $0.pool = pool }
  }
}

extension ScenarioBuilder {
  /// A pool of so many connections, or of as many as a parameter says.
  fileprivate func pool(_ arguments: inout Arguments) throws(Diagnostic) -> Conditions.Pool {
    guard arguments.peek() == UInt8(ascii: ":") else {
      return Conditions.Pool(size: try arguments.integer("size", in: Limits.poolSize), acquireTimeout: nil)
    }
    let place = arguments.here
    guard case .variable(let variable) = try operand(&arguments) else {
      throw arguments.error("'size' must be a number or a parameter", at: place)
    }
    marks.poolParameters.append((variable, place, isOfHeader: currentVariant == nil))
    return Conditions.Pool(size: Limits.poolSize.lowerBound, parameter: variable, acquireTimeout: nil)
  }

  /// Sets a condition of the scenario or of the variant the directive stands in.
  func setCondition(_ arguments: Arguments, _ change: (inout Conditions) -> Void) throws(Diagnostic) {
    try requireOutsideBlocks(arguments)
    if let index = currentVariant {
      change(&variants[index].conditions)
    } else {
      change(&scenario.conditions)
    }
  }

  /// What holds for a whole body cannot stand in a part of it.
  func requireOutsideBlocks(_ arguments: Arguments) throws(Diagnostic) {
    let open = bodies.last?.blocks.last { block in
      if case .retry = block.kind { false } else { block.names != nil }
    }
    guard let names = open?.names else { return }
    reportedOpeners.insert(arguments.name)
    throw Diagnostic(
      .error, at: arguments.location, "'\\\(arguments.name)' cannot stand within '\\\(names.opener)'",
      hint: arguments.name == "deadline"
        ? "put it at the beginning of the variant, or in a '\\try', whose body it then bounds"
        : "put it at the beginning of the variant")
  }
}
