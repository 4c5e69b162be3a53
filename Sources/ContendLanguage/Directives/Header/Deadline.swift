import ContendModel

extension Directive {
  static let deadline = Directive("deadline", "\\deadline 150ms [total]", in: [.header, .body]) {
    arguments, builder throws(Diagnostic) in
    try builder.oncePerVariant(arguments)
    let limit = try arguments.duration("\\deadline")
    guard limit > .zero else {
      throw arguments.error("a deadline is longer than nothing", at: arguments.location)
    }
    let isTotal = arguments.take("total")
    try arguments.finish()
    try builder.setCondition(arguments) { $0.deadline = Conditions.Deadline(limit: limit, isTotal: isTotal) }
  }
}
