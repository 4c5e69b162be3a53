#if canImport(FoundationEssentials)
  import struct FoundationEssentials.Decimal
#else
  import struct Foundation.Decimal
#endif
import ContendModel

/// Literals, variables, calls, lists and `CASE`.
extension ExpressionParser {
  mutating func primary() throws(Diagnostic) -> Expression {
    switch token.kind {
    case .integer(let magnitude):
      guard let magnitude, let value = Int64(exactly: magnitude) else { throw outOfRange() }
      return literal(.integer(value))
    case .decimal(let text):
      guard let value = Decimal(string: text), value.isFinite else { throw outOfRange() }
      return literal(.decimal(value))
    case .string(let text):
      return literal(.string(text))
    case .variable(let name):
      let variable = resolve(name, location)
      take()
      return .variable(variable)
    case .isSet(let name):
      let variable = resolve(name, location)
      take()
      return .isSet(variable)
    case .word(let text):
      return try word(text)
    case .symbol("("):
      take()
      let inner = try expression()
      try expect(")")
      return inner
    case .symbol("["):
      take()
      return .list(try list(until: "]", allowsEmpty: true))
    case .unclosedString:
      throw error("this string is not closed", hint: "end it with a single quote on the same line")
    case .symbol, .end:
      throw unexpected("a value")
    }
  }

  private mutating func literal(_ value: Value) -> Expression {
    take()
    return .literal(value)
  }

  private mutating func word(_ text: String) throws(Diagnostic) -> Expression {
    switch text.uppercased() {
    case "TRUE": return literal(.boolean(true))
    case "FALSE": return literal(.boolean(false))
    case "NULL": return literal(.null)
    case "CASE": return try conditional()
    default: break
    }
    guard case .symbol("(") = peek().kind else {
      throw error(
        "'\(text.prefix(40))' is no value",
        hint: "a variable is written ':\(text.prefix(40))', a string '\(text.prefix(40))' in single quotes")
    }
    guard let function = Function(rawValue: text.lowercased()) else {
      throw error(
        "unknown function '\(text.prefix(40))'",
        hint: Suggestion.nearest(to: text, among: Function.allCases.map(\.rawValue)).map {
          "did you mean '\($0)'?"
        })
    }
    return try call(function)
  }

  private mutating func call(_ function: Function) throws(Diagnostic) -> Expression {
    let start = location
    take()
    take()
    let arguments = function == .weighted ? try weights() : try list(until: ")", allowsEmpty: true)
    let arity = function.arity
    guard arity.contains(arguments.count) else {
      throw Diagnostic(
        .error, at: start, "'\(function.rawValue)' takes \(function.arityText), not \(arguments.count)",
        hint: "write \(function.usage)")
    }
    return .call(function, arguments)
  }

  /// `weighted(v1:w1, v2:w2)`: arguments alternate value, weight.
  private mutating func weights() throws(Diagnostic) -> [Expression] {
    var arguments: [Expression] = []
    repeat {
      arguments.append(try expression())
      guard isSymbol(":") else {
        throw error("expected a weight", hint: "write \(Function.weighted.usage)")
      }
      take()
      arguments.append(try expression())
    } while takeComma()
    try expect(")")
    return arguments
  }

  private mutating func conditional() throws(Diagnostic) -> Expression {
    take()
    var branches: [ConditionalBranch] = []
    while token.isWord("WHEN") {
      take()
      let condition = try expression()
      guard token.isWord("THEN") else { throw unexpected("THEN") }
      take()
      branches.append(ConditionalBranch(condition: condition, value: try expression()))
    }
    guard !branches.isEmpty else { throw unexpected("WHEN after CASE") }
    var otherwise: Expression?
    if token.isWord("ELSE") {
      take()
      otherwise = try expression()
    }
    guard token.isWord("END") else { throw unexpected("END of CASE") }
    take()
    return .conditional(branches, otherwise: otherwise)
  }

  mutating func list(until close: String, allowsEmpty: Bool) throws(Diagnostic) -> [Expression] {
    var elements: [Expression] = []
    if allowsEmpty, isSymbol(close) {
      take()
      return []
    }
    repeat { elements.append(try expression()) } while takeComma()
    try expect(close)
    return elements
  }
}
