package import ContendModel

extension ScenarioParser {
  /// The value that `--param NAME=TEXT` gives: what the text is as a constant expression, else the
  /// text itself, so that a shell needs no second pair of quotes.
  package static func parameterValue(_ text: String) -> Value {
    let source = SourceText(text, file: "")
    var parser = ExpressionParser(source: source, offset: 0, end: source.count) { _, _ in Variable(index: 0) }
    guard let expression = try? parser.expression(), parser.token.kind == .end, expression.isConstant else {
      return .string(text)
    }
    var random = RandomStream(seed: 0)
    return (try? expression.evaluate(in: Variables(count: 0), random: &random)) ?? .string(text)
  }
}
