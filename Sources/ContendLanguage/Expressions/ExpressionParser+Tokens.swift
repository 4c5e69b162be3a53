import ContendModel

/// The token at hand, limits and mistakes.
extension ExpressionParser {
  var location: SourceLocation { lexer.source.location(at: token.range.lowerBound) }

  mutating func take() {
    consumed = token.range.upperBound
    token = lexer.next()
  }

  func peek() -> ExpressionToken {
    var ahead = lexer
    return ahead.next()
  }

  func isSymbol(_ text: String) -> Bool { token.kind == .symbol(text) }

  mutating func takeComma() -> Bool {
    guard isSymbol(",") else { return false }
    take()
    return true
  }

  mutating func expect(_ symbol: String) throws(Diagnostic) {
    guard isSymbol(symbol) else { throw unexpected("'\(symbol)'") }
    take()
  }

  mutating func descend() throws(Diagnostic) {
    depth += 1
    guard depth <= Self.depthLimit else {
      throw error("the expression is nested too deeply", hint: "compute a part of it with '\\set' first")
    }
  }

  mutating func countOperator() throws(Diagnostic) {
    operators += 1
    guard operators <= Self.operatorLimit else {
      throw error("the expression is too long", hint: "compute a part of it with '\\set' first")
    }
  }

  func requireOperand(after mark: ExpressionToken) throws(Diagnostic) {
    guard token.kind == .end else { return }
    throw error("expected a value after '\(lexer.source.text(mark.range))'")
  }

  func error(_ message: String, hint: String? = nil) -> Diagnostic {
    Diagnostic(.error, at: location, message, hint: hint)
  }

  func unexpected(_ expected: String) -> Diagnostic {
    if token.kind == .end { return error("\(expected) is expected here") }
    return error("\(expected) is expected, not '\(lexer.source.text(token.range).prefix(40))'")
  }

  func outOfRange() -> Diagnostic {
    error(
      "the number does not fit",
      hint: "whole numbers go from \(Int64.min) to \(Int64.max), decimals have at most 38 digits")
  }

  func chained() -> Diagnostic {
    error("comparisons cannot be chained", hint: "join them with AND")
  }
}
