import ContendModel

extension Directive {
  static let net = Directive("net", "\\net rtt=2ms", in: [.header, .body]) {
    arguments, builder throws(Diagnostic) in
    try builder.oncePerVariant(arguments)
    var roundTrip: Duration?
    while let key = try arguments.optionKey() {
      guard key.text == "rtt" else { throw arguments.unknownOption(key, known: ["rtt"]) }
      roundTrip = try arguments.duration("rtt")
    }
    guard let roundTrip else { throw arguments.error("'\\net' requires 'rtt='", at: arguments.location) }
    try builder.setCondition(arguments) { $0.roundTrip = roundTrip }
  }
}
