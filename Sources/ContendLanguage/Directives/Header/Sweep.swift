import ContendModel

extension Directive {
  static let sweep = Directive("sweep", "\\sweep NAME v1, v2, …", in: [.header]) {
    arguments, builder throws(Diagnostic) in
    let name = try arguments.variableName()
    if builder.scenario.sweeps.contains(where: { $0.name == name.text }) {
      throw Diagnostic(
        .error, at: name.location, "'\(name.text)' is swept twice",
        hint: "put all its values into one '\\sweep'")
    }
    var values: [Value] = []
    repeat {
      if arguments.isAtEnd { throw arguments.error("expected a value") }
      values.append(try sweepValue(&arguments, of: name.text, builder))
    } while arguments.take(symbol: ",")
    try arguments.finish()
    if name.text != "clients", name.text != "calls" { builder.marks.parameterKeys.append(name) }
    builder.scenario.sweeps.append(Sweep(name: name.text, values: values, location: arguments.location))
  }

  private static func sweepValue(
    _ arguments: inout Arguments, of name: String, _ builder: ScenarioBuilder
  ) throws(Diagnostic) -> Value {
    switch name {
    case "clients": .integer(Int64(try arguments.integer(name, in: Limits.clients)))
    case "calls": .integer(Int64(try arguments.integer(name, in: Limits.calls)))
    default: try builder.constant(&arguments, "a value of '\\sweep'")
    }
  }
}
