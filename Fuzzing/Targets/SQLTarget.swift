import ContendLanguage
import ContendModel
import ContendSQL

extension FuzzTarget {
  /// The readers of statements: their tokens, their shape, what their words reach.
  package static let sql = FuzzTarget("sql") { text in
    let parameters: [Value] = [.integer(1), .string("x"), .null]
    let shape = StatementShape(sql: text, parameters: parameters)
    _ = Vocabulary().reach(of: text)
    _ = ScenarioParser.kind(of: text)
    guard let tokens = SQLLexer.tokens(text) else {
      return shape == nil && SQLLexer.functions(in: text) == nil ? [] : ["a shape of what cannot be read"]
    }
    _ = SQLLexer.functions(in: text)
    let plain = SQLLexer.withoutComments(text)
    return plain.flatMap(SQLLexer.tokens) == tokens ? [] : ["comments are more than white space"]
  }
}
