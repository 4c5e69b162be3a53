import ContendModel

extension Directive {
  static let acquire = Directive("acquire", "\\acquire NAME [direct]", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    let name = try arguments.name(of: "a connection")
    let isDirect = arguments.take("direct")
    try arguments.finish()
    if name.text == "main", isDirect {
      throw Diagnostic(
        .error, at: name.location, "'main' is the connection a call has from the start, and not 'direct'",
        hint: "choose another name")
    }
    builder.add(.acquire(connection: name.text, direct: isDirect), at: arguments.location)
  }

  static let use = Directive("use", "\\use NAME", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    let name = try arguments.name(of: "a connection")
    try arguments.finish()
    builder.add(.use(connection: name.text), at: arguments.location)
  }

  static let release = Directive("release", "\\release [NAME]", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    let name = arguments.word()
    try arguments.finish()
    builder.add(.release(connection: name?.text), at: arguments.location)
  }

  static let disconnect = Directive("disconnect", "\\disconnect [NAME]", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    let name = arguments.word()
    try arguments.finish()
    builder.add(.disconnect(connection: name?.text), at: arguments.location)
  }
}
