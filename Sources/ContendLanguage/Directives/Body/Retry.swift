import ContendModel

extension Directive {
  static let retry = Directive(
    "retry", "\\retry on SQLSTATE,… max N [backoff 1ms..20ms] … \\endretry", in: Place.program
  ) { arguments, builder throws(Diagnostic) in
    var cursor = arguments
    let nothing = RetryPolicy(errors: [], maxAttempts: 1, backoff: .zero ... .zero)
    let policy = builder.recovering(nothing) { () throws(Diagnostic) in try retryPolicy(&cursor) }
    builder.open(.retry(policy), at: arguments.location)
  }

  static let endretry = Directive("endretry", "\\endretry", in: Place.program, closes: "retry") {
    arguments, builder throws(Diagnostic) in
    let block = try builder.close(arguments, opener: "retry")
    if case .retry(let policy) = block.kind {
      builder.add(.retry(policy, body: block.steps), at: block.location)
    }
    try arguments.finish()
  }

  private static func retryPolicy(_ arguments: inout Arguments) throws(Diagnostic) -> RetryPolicy {
    guard arguments.take("on") else {
      throw arguments.error("expected 'on' and SQLSTATEs after '\\retry'")
    }
    let errors = try arguments.errorPatterns()
    var attempts: Int?
    var backoff: ClosedRange<Duration>?
    while let word = arguments.word() {
      switch word.text {
      case "max" where attempts == nil: attempts = try arguments.integer("max", in: Limits.attempts)
      case "backoff" where backoff == nil: backoff = try durations(&arguments)
      default: throw arguments.error("unexpected '\(word.text)' in '\\retry'", at: word.location)
      }
    }
    try arguments.finish()
    guard let attempts else { throw arguments.error("'\\retry' requires 'max'", at: arguments.location) }
    return RetryPolicy(errors: errors, maxAttempts: attempts, backoff: backoff ?? .zero ... .zero)
  }

  /// `1ms..20ms`, or one duration for both ends.
  private static func durations(_ arguments: inout Arguments) throws(Diagnostic) -> ClosedRange<Duration> {
    arguments.skipSpace()
    let start = arguments.here
    guard let word = arguments.run() else { throw arguments.error("expected a back-off") }
    let parts = word.text.split(separator: "..", maxSplits: 1).map { DurationText.parse(String($0)) }
    guard let first = parts.first, let low = first, let last = parts.last, let high = last else {
      throw arguments.error(
        "'\(word.text.prefix(40))' is not a range of durations", at: start, hint: "write it like 1ms..20ms")
    }
    guard low <= high else {
      throw arguments.error(
        "the back-off ends before it begins", at: start,
        hint: "write the shorter one first")
    }
    return low...high
  }
}
