import ContendModel

extension Directive {
  static let explore = Directive(
    "explore", "\\explore clients=N calls=N param=value crashes=K role=NAME", in: [.header]
  ) { arguments, builder throws(Diagnostic) in
    try builder.once(arguments)
    var scope = ExploreScope()
    while let key = try arguments.optionKey() {
      switch key.text {
      case "clients":
        builder.marks.saysExploredClients = true
        scope.clients = try arguments.integer("clients", in: ExploreScope.clientRange)
      case "calls": scope.calls = try arguments.integer("calls", in: ExploreScope.callRange)
      case "crashes":
        scope.crashes = try arguments.integer("crashes", in: 0...ExploreScope.clientRange.upperBound)
      case "role":
        let role = try arguments.name(of: "a role")
        scope.crashRole = role.text
        builder.marks.crashRole = role
      default:
        builder.marks.parameterKeys.append(key)
        scope.parameters[builder.declare(key)] = try builder.constant(
          &arguments, "the value of '\(key.text)'")
      }
    }
    builder.scenario.exploreScope = scope
  }
}
