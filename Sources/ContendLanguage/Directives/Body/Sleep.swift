import ContendModel

extension Directive {
  static let sleep = Directive("sleep", "\\sleep 10ms", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    let duration = try builder.duration(&arguments)
    try arguments.finish()
    builder.add(.sleep(duration), at: arguments.location)
  }
}
