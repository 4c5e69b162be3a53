import ContendModel

/// Makes the text that is sent from the tokens of a statement: everything verbatim but variables.
struct SQLTemplateBuilder {
  private let text: StatementText
  private let source: SourceText
  private var segments: [SQLTemplate.Segment] = []
  private var pending = ""
  private var numbers: [Variable: Int] = [:]

  /// The `:x` of the text, in order of first use.
  private(set) var parameters: [Expression] = []
  /// Where each of them stands.
  private(set) var variables: [Arguments.Word] = []
  private(set) var slices: [Arguments.Word] = []
  private(set) var highestParameter = 0
  private(set) var firstParameter: SourceLocation?

  init(_ text: StatementText, in source: SourceText) {
    self.text = text
    self.source = source
  }

  var sql: SQLTemplate {
    if segments.isEmpty { return .fixed(pending) }
    return .spliced(pending.isEmpty ? segments : segments + [.text(pending)])
  }

  mutating func build(resolve: (String, SourceLocation) -> Variable) {
    var copied = text.tokens.first?.range.lowerBound ?? 0
    for token in text.tokens {
      switch token.kind {
      case .variable, .literal, .identifier:
        pending += source.text(copied..<token.range.lowerBound)
        copied = token.range.upperBound
        replace(token, resolve: resolve)
      case .parameter(let number):
        highestParameter = max(highestParameter, number)
        firstParameter = firstParameter ?? source.location(at: token.range.lowerBound)
      case .slice(let name):
        slices.append(Arguments.Word(text: name, location: source.location(at: token.range.lowerBound)))
      case .word, .quotedIdentifier, .string, .number, .symbol: break
      }
    }
    pending += source.text(copied..<max(copied, text.tokens.last?.range.upperBound ?? copied))
  }

  private mutating func replace(_ token: StatementToken, resolve: (String, SourceLocation) -> Variable) {
    let location = source.location(at: token.range.lowerBound)
    switch token.kind {
    case .variable(let name):
      let variable = resolve(name, location)
      variables.append(Arguments.Word(text: name, location: location))
      // `THEN:x` must not become the identifier `THEN$1`.
      if source[token.range.lowerBound - 1].continuesName { pending += " " }
      pending += "$\(number(of: variable))"
    case .literal(let name): splice(.literal(resolve(name, location)))
    case .identifier(let name): splice(.identifier(resolve(name, location)))
    default: break
    }
  }

  private mutating func number(of variable: Variable) -> Int {
    if let number = numbers[variable] { return number }
    parameters.append(.variable(variable))
    numbers[variable] = parameters.count
    return parameters.count
  }

  private mutating func splice(_ segment: SQLTemplate.Segment) {
    if !pending.isEmpty { segments.append(.text(pending)) }
    pending = ""
    segments.append(segment)
  }
}
