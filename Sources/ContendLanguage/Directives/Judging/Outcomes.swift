import ContendModel

extension Directive {
  static let never = Directive("never", "\\never OUTCOME, …", in: Place.judging) {
    arguments, builder throws(Diagnostic) in
    builder.scenario.judging.never += try outcomes(&arguments)
  }

  static let allow = Directive("allow", "\\allow OUTCOME, …", in: Place.judging) {
    arguments, builder throws(Diagnostic) in
    builder.scenario.judging.allow += try outcomes(&arguments)
  }

  private static func outcomes(_ arguments: inout Arguments) throws(Diagnostic) -> [OutcomePattern] {
    var patterns: [OutcomePattern] = []
    repeat {
      guard let word = arguments.run(until: [UInt8(ascii: ",")]) else {
        throw arguments.error("expected an outcome")
      }
      patterns.append(try outcome(word))
    } while arguments.take(symbol: ",")
    try arguments.finish()
    return patterns
  }

  /// `error`, `error:40001`, `rejected:out_of_stock`, `deadlock`.
  private static func outcome(_ word: Arguments.Word) throws(Diagnostic) -> OutcomePattern {
    if word.text == "deadlock" { return OutcomePattern(kind: .error, detail: "40P01") }
    let parts = word.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    guard let kind = parts.first.flatMap(OutcomeKind.init(rawValue:)) else {
      throw unknownOutcome(word, parts[0])
    }
    guard parts.count > 1 else { return OutcomePattern(kind: kind) }
    let detail = parts[1]
    guard kind == .error || kind == .rejected, !detail.isEmpty else {
      throw Diagnostic(
        .error, at: word.location, "'\(kind.rawValue)' has no detail '\(detail)'",
        hint: "write '\(kind.rawValue)' alone")
    }
    let isCode = detail.utf8.first?.isDigit ?? false
    if kind == .error, isCode, !SQLStateText.isState(detail), !SQLStateText.isClass(detail) {
      throw SQLStateText.malformed(detail, at: word.location)
    }
    return OutcomePattern(kind: kind, detail: detail)
  }

  private static func unknownOutcome(_ word: Arguments.Word, _ kind: String) -> Diagnostic {
    let hint =
      switch kind {
      case "oracle": "the serial-order oracle is turned off with '\\atomic none'"
      case "invariant", "stuck": "'\(kind)' is always a failure"
      default: Suggestion.hint(for: kind, among: OutcomeKind.allCases.map(\.rawValue) + ["deadlock"]) ?? ""
      }
    return Diagnostic(
      .error, at: word.location, "'\(word.text.prefix(40))' is no outcome of a call",
      hint: hint)
  }
}
