package import ContendModel

/// The value of a constant that stands outside any file, as after `--param`; nil if it is none.
package func constantValue(of text: String) -> Value? {
  let source = SourceText(text, file: "")
  // No constant reads a variable: what stands for one does not matter.
  var parser = ExpressionParser(source: source, offset: 0, end: source.count) { _, _ in Variable(index: 0) }
  guard let expression = try? parser.expression(), parser.token.kind == .end, expression.isConstant else {
    return nil
  }
  var random = RandomStream(seed: 0)
  return try? expression.evaluate(in: Variables(count: 0), random: &random)
}

/// The constant as the language writes it, so that `constantValue(of:)` reads it back: `12`, `'it''s'`,
/// `[1, NULL]`.
package func constantText(of value: Value) -> String {
  switch value {
  case .null: "NULL"
  case .boolean(let value): value ? "TRUE" : "FALSE"
  case .integer: value.text ?? "NULL"
  case .decimal: decimalText(value.text ?? "NULL")
  case .string(let text, _):
    // By scalars: to Swift, a quote with a combining mark behind it is no quote.
    "'" + text.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  case .array(let elements): "[\(elements.map { constantText(of: $0) }.joined(separator: ", "))]"
  }
}

/// A whole number beyond 64 bits would read as an integer that does not fit.
private func decimalText(_ digits: String) -> String {
  guard !digits.contains("."), Int64(digits) == nil else { return digits }
  let significant = digits.reversed().drop { $0 == "0" }
  return String(significant.reversed()) + "e\(digits.count - significant.count)"
}
