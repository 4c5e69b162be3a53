import ContendModel

/// Reads one expression by precedence climbing, with PostgreSQL's and pgbench's precedences.
///
/// It stops at the first token that cannot go on, so that `\while :n < 3 max 10` and
/// `\kv set 'k' :v ttl=5s` need no marks between their parts.
struct ExpressionParser {
  /// Deeper nesting than this is refused, so that no input exhausts the stack.
  static let depthLimit = 100

  /// Operators of one expression; a chain of them nests as deep as it is long.
  static let operatorLimit = 1000

  /// What reading a variable means to the caller: the name becomes a slot.
  typealias Resolve = (String, SourceLocation) -> Variable

  var lexer: ExpressionLexer
  var token: ExpressionToken
  /// Where the last token taken ends.
  var consumed: Int
  var depth = 0
  var operators = 0
  let resolve: Resolve

  init(source: SourceText, offset: Int, end: Int, resolve: @escaping Resolve) {
    lexer = ExpressionLexer(source: source, offset: offset, end: end)
    token = lexer.next()
    consumed = offset
    self.resolve = resolve
  }

  mutating func expression() throws(Diagnostic) -> Expression { try binary(above: 0) }

  /// One operand with its signs, without binary operators.
  mutating func operand() throws(Diagnostic) -> Expression { try unary() }
}
