import ContendModel

extension Directive {
  static let wait = Directive("wait", "\\wait CHANNEL", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    let channel = try arguments.name(of: "a channel")
    try arguments.finish()
    builder.add(.wait(channel: channel.text), at: arguments.location)
  }
}
