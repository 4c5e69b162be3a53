import ContendModel

extension Directive {
  static let scenario = Directive("scenario", "\\scenario NAME \"title\"", in: [.header]) {
    arguments, builder throws(Diagnostic) in
    try builder.once(arguments)
    let name = try arguments.name(of: "the scenario")
    builder.hasName = true
    builder.scenario.name = name.text
    builder.scenario.location = arguments.location
    builder.scenario.title = try arguments.title(default: name.text)
    try arguments.finish()
  }
}
