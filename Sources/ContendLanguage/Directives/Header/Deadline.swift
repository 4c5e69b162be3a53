import ContendModel

extension Directive {
  static let deadline = Directive("deadline", "\\deadline 150ms [total]", in: [.header, .body]) {
    arguments, builder throws(Diagnostic) in
    let isInTry = builder.isInTry
    if !isInTry { try builder.oncePerVariant(arguments) }
    let limit = try arguments.duration("\\deadline")
    guard limit > .zero else {
      throw arguments.error("a deadline must be longer than zero", at: arguments.location)
    }
    arguments.skipSpace()
    let start = arguments.here
    let isTotal = arguments.take("total")
    try arguments.finish()
    if isInTry { return try builder.limitTry(to: limit, isTotal ? start : nil, arguments) }
    try builder.setCondition(arguments) { $0.deadline = Conditions.Deadline(limit: limit, isTotal: isTotal) }
  }
}

extension ScenarioBuilder {
  /// The innermost open block is the body of a `\try`.
  fileprivate var isInTry: Bool {
    if case .attempt? = bodies.last?.blocks.last?.kind { true } else { false }
  }

  /// A deadline of what follows in the body of a `\try`.
  ///
  /// - Parameter total: where that word stands.
  fileprivate func limitTry(
    to limit: Duration, _ total: SourceLocation?, _ arguments: Arguments
  ) throws(Diagnostic) {
    if let total {
      throw Diagnostic(
        .error, at: total, "within '\\try' a deadline bounds its body, and cannot be 'total'",
        hint: "leave 'total' out, or put the deadline at the beginning of the variant")
    }
    let earlier = bodies.last?.blocks.last?.steps.first {
      if case .deadline = $0.action { true } else { false }
    }
    if let earlier {
      throw Diagnostic(
        .error, at: arguments.location, "'\\deadline' is given twice",
        hint: "first defined at line \(earlier.location.line); remove one of them")
    }
    add(.deadline(limit), at: arguments.location)
  }
}
