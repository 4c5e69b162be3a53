import ContendModel

extension Directive {
  static let atomic = Directive(
    "atomic", "\\atomic operation [strict]|transaction|none", in: Place.judging + [.body]
  ) { arguments, builder throws(Diagnostic) in
    try builder.requireOutsideBlocks(arguments)
    try builder.once(arguments, in: builder.place == .body ? builder.scope.label : "")
    arguments.skipSpace()
    let unitStart = arguments.here
    let unit = try arguments.choice("a unit of atomicity", from: Atomicity.self)
    arguments.skipSpace()
    let start = arguments.here
    let isStrict = arguments.take("strict")
    if isStrict, unit != .operation {
      throw arguments.error("only whole operations are compared with real time", at: start)
    }
    try arguments.finish()
    if try builder.setAtomicity(ofRole: unit, isStrict, at: isStrict ? start : unitStart) { return }
    if let index = builder.currentVariant {
      builder.variants[index].variant.atomicity = SerialUnits(unit, isStrict: isStrict)
    } else {
      builder.scenario.judging.atomicity = unit
      builder.scenario.judging.isStrict = isStrict
    }
  }
}

extension ScenarioBuilder {
  /// Whether a role is being read, whose own the unit is then.
  fileprivate func setAtomicity(
    ofRole unit: Atomicity, _ isStrict: Bool, at start: SourceLocation
  ) throws(Diagnostic) -> Bool {
    guard let last = bodies.indices.last, case .role(var role?) = bodies[last].kind else { return false }
    guard unit != .none, !isStrict else {
      throw Diagnostic(
        .error, at: start,
        "'\(isStrict ? "strict" : "none")' is for all roles of a variant, not for one of them",
        hint: "say it before the first '\\role', or 'operation' or 'transaction' here")
    }
    role.atomicity = unit
    bodies[last].kind = .role(role)
    return true
  }
}
