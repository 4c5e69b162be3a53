import ContendModel

extension Directive {
  static let reject = Directive("reject", "\\reject REASON", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    let reason = try arguments.reason()
    try arguments.finish()
    builder.add(.end(.rejected(reason: reason)), at: arguments.location)
  }

  static let fail = Directive("fail", "\\fail REASON", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    let reason = try arguments.reason()
    try arguments.finish()
    builder.add(.end(.failed(reason: reason)), at: arguments.location)
  }

  static let `return` = Directive("return", "\\return", in: Place.program) {
    arguments, builder throws(Diagnostic) in
    try arguments.finish()
    builder.add(.end(.ok), at: arguments.location)
  }
}
