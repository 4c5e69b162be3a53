import ContendModel

extension Directive {
  /// In the header the class of the bug, in a fix what it must be judged as.
  static let expect = Directive(
    "expect", "\\expect CLASS, in a fix \\expect VERDICT [CLASS]", in: [.header, .body]
  ) {
    arguments, builder throws(Diagnostic) in
    try builder.oncePerVariant(arguments)
    if let index = builder.currentVariant {
      guard builder.variants[index].variant.kind == .fix else {
        throw Diagnostic(
          .error, at: arguments.location, "only a fix is judged",
          hint: "the class of the bug is expected in the header")
      }
      builder.variants[index].variant.expected = try verdicts(&arguments)
      if !arguments.isAtEnd {
        builder.variants[index].variant.expectedClass = try arguments.choice(
          "a class of anomalies", from: AnomalyClass.self)
      }
    } else {
      try refuseVerdict(arguments)
      builder.scenario.expectedClass = try arguments.choice("a class of anomalies", from: AnomalyClass.self)
    }
    try arguments.finish()
  }

  private static func verdicts(_ arguments: inout Arguments) throws(Diagnostic) -> [VerdictPattern] {
    var patterns: [VerdictPattern] = []
    repeat {
      guard let word = arguments.word() else { throw arguments.error("expected a verdict") }
      guard let pattern = VerdictPattern(word.text) else {
        throw Diagnostic(
          .error, at: word.location, "'\(word.text)' is not a verdict", hint: verdictHint(for: word.text))
      }
      patterns.append(pattern)
    } while arguments.take(symbol: "|")
    return patterns
  }

  private static let verdictNames = ["eliminated"] + Verdict.allCases.map(\.rawValue)

  private static func verdictHint(for word: String) -> String? {
    if AnomalyClass(rawValue: word) != nil {
      return "the class of a fix's own failure comes after its verdict: \\expect regressed \(word)"
    }
    // It would be found as a part of its own opposite, `not_fixed`.
    if word == "fixed" { return "did you mean 'eliminated'?" }
    return Suggestion.hint(for: word, among: verdictNames)
  }

  /// The verdict of a fix that stands in the header.
  private static func refuseVerdict(_ arguments: Arguments) throws(Diagnostic) {
    var ahead = arguments
    guard let word = ahead.word(), AnomalyClass(rawValue: word.text) == nil,
      Suggestion.meant(by: word.text, among: AnomalyClass.allCases.map(\.rawValue)).isEmpty
    else { return }
    let meant = Suggestion.meant(by: word.text, among: verdictNames)
    guard let verdict = VerdictPattern(word.text) != nil ? word.text : meant.first else { return }
    throw Diagnostic(
      .error, at: word.location, "'\(word.text)' is not a class of anomalies",
      hint: "a verdict such as '\(verdict)' is expected in a fix; the header names the class of the bug")
  }
}
