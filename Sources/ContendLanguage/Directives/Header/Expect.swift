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
      builder.scenario.expectedClass = try arguments.choice("a class of anomalies", from: AnomalyClass.self)
    }
    try arguments.finish()
  }

  private static func verdicts(_ arguments: inout Arguments) throws(Diagnostic) -> [VerdictPattern] {
    var patterns: [VerdictPattern] = []
    repeat {
      guard let word = arguments.word() else { throw arguments.error("a verdict is expected") }
      guard let pattern = VerdictPattern(word.text) else {
        let known = ["eliminated"] + Verdict.allCases.map(\.rawValue)
        throw Diagnostic(
          .error, at: word.location, "'\(word.text)' is no verdict",
          hint: Suggestion.hint(for: word.text, among: known))
      }
      patterns.append(pattern)
    } while arguments.take(symbol: "|")
    return patterns
  }
}
