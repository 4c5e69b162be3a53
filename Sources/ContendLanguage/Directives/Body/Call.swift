import ContendModel

extension Directive {
  static let call = Directive("call", "\\call NAME 40ms [limit=K] [per=EXPR]", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    let name = try arguments.name(of: "a service")
    let latency = try builder.duration(&arguments)
    var limit: Int?
    var per: Expression?
    while let key = try arguments.optionKey() {
      switch key.text {
      case "limit": limit = try arguments.integer("limit", in: Limits.clients)
      case "per": per = try builder.expression(&arguments)
      default: throw arguments.unknownOption(key, known: ["limit", "per"])
      }
    }
    let service = ServiceCall(name: name.text, latency: latency, limit: limit, per: per)
    builder.add(.service(service), at: arguments.location)
  }
}
