import ContendModel

extension Directive {
  static let profile = Directive("profile", "\\profile NAME param=value clients=N calls=N", in: [.header]) {
    arguments, builder throws(Diagnostic) in
    let name = try arguments.name(of: "a profile")
    if builder.scenario.profiles.contains(where: { $0.name == name.text }) {
      throw Diagnostic(
        .error, at: name.location, "profile '\(name.text)' is already defined", hint: "choose another name")
    }
    var profile = Profile(name: name.text, parameters: [:], location: arguments.location)
    while let key = try arguments.optionKey() {
      switch key.text {
      case "clients": profile.clients = try arguments.integer("clients", in: Limits.clients)
      case "calls": profile.calls = try arguments.integer("calls", in: Limits.calls)
      default:
        builder.marks.parameterKeys.append(key)
        profile.parameters[builder.declare(key)] = try builder.constant(
          &arguments, "the value of '\(key.text)'")
      }
    }
    builder.scenario.profiles.append(profile)
  }
}
