import ContendModel

extension Directive {
  static let load = Directive("load", "\\load clients=N calls=N rate=R", in: [.header]) {
    arguments, builder throws(Diagnostic) in
    try builder.once(arguments)
    var load = Load()
    while let key = try arguments.optionKey() {
      switch key.text {
      case "clients": load.clients = try arguments.integer("clients", in: Limits.clients)
      case "calls": load.calls = try arguments.integer("calls", in: Limits.calls)
      case "rate": load.rate = try arguments.positiveNumber("rate")
      default: throw arguments.unknownOption(key, known: ["clients", "calls", "rate"])
      }
    }
    builder.scenario.load = load
  }
}

/// Ranges of the numbers in directives.
enum Limits {
  static let clients = 1...10_000
  static let calls = 1...1_000_000
  static let attempts = 1...1_000_000
  static let poolSize = PoolSize.range
}
