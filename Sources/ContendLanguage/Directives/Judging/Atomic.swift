import ContendModel

extension Directive {
  static let atomic = Directive("atomic", "\\atomic operation [strict]|transaction|none", in: Place.judging) {
    arguments, builder throws(Diagnostic) in
    try builder.once(arguments)
    let unit = try arguments.choice("a unit of atomicity", from: Atomicity.self)
    arguments.skipSpace()
    let start = arguments.here
    let isStrict = arguments.take("strict")
    if isStrict, unit != .operation {
      throw arguments.error("only whole operations are compared with real time", at: start)
    }
    try arguments.finish()
    builder.scenario.judging.atomicity = unit
    builder.scenario.judging.isStrict = isStrict
  }
}
