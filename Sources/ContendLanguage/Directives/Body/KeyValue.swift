import ContendModel

extension Directive {
  static let kv = Directive(
    "kv", "\\kv get KEY v, set KEY EXPR [ttl=5s] [nx] [v], del KEY or incr KEY [v]", in: [.body]
  ) { arguments, builder throws(Diagnostic) in
    guard let verb = arguments.word() else { throw arguments.error("expected get, set, del or incr") }
    let known = ["get", "set", "del", "incr"]
    guard known.contains(verb.text) else {
      throw Diagnostic(
        .error, at: verb.location, "'\\kv' has no command '\(verb.text)'",
        hint: Suggestion.hint(for: verb.text, among: known))
    }
    if arguments.isAtEnd { throw arguments.error("expected a key") }
    let key = try builder.expression(&arguments)
    let action = try keyValueAction(verb.text, key, &arguments, builder)
    try arguments.finish()
    builder.add(.keyValue(action), at: arguments.location)
  }

  private static func keyValueAction(
    _ verb: String, _ key: Expression, _ arguments: inout Arguments, _ builder: ScenarioBuilder
  ) throws(Diagnostic) -> KeyValueAction {
    switch verb {
    case "get": return .get(key: key, into: try builder.target(&arguments))
    case "del": return .delete(key: key)
    case "incr": return .increment(key: key, into: try optionalTarget(&arguments, builder))
    default: break
    }
    if arguments.isAtEnd { throw arguments.error("expected a value") }
    let value = try builder.expression(&arguments)
    var ttl: Duration?
    var onlyIfAbsent = false
    while !arguments.isAtEnd {
      if arguments.take("nx") {
        onlyIfAbsent = true
      } else if arguments.take("ttl") {
        guard arguments.take(symbol: "=") else { throw arguments.error("expected 'ttl=' and a duration") }
        ttl = try arguments.duration("ttl")
      } else {
        break
      }
    }
    let target = try optionalTarget(&arguments, builder)
    return .set(key: key, value: value, ttl: ttl, onlyIfAbsent: onlyIfAbsent, into: target)
  }

  private static func optionalTarget(
    _ arguments: inout Arguments, _ builder: ScenarioBuilder
  ) throws(Diagnostic) -> Variable? {
    arguments.isAtEnd ? nil : try builder.target(&arguments)
  }
}
