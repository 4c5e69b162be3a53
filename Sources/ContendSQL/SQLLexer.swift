/// One token of a statement, as far as a reader of plain statements needs it.
package enum SQLToken: Hashable, Sendable {
  /// A keyword or an unquoted identifier, folded to lower case.
  case word(String)
  /// A quoted identifier.
  case identifier(String)
  case number(String)
  case string(String)
  case parameter(Int)
  case symbol(String)
}

/// Cuts a statement into tokens; comments and white space fall away.
///
/// It reads bytes, as PostgreSQL's own lexer does (src/backend/parser/scan.l): every byte of a character beyond ASCII
/// belongs to a name, and a combining mark after a quote hides no quote.
package struct SQLLexer {
  private let bytes: [UInt8]
  private var position = 0

  /// Nil where a quote or a comment does not end.
  package static func tokens(_ sql: String) -> [SQLToken]? {
    var lexer = SQLLexer(sql)
    var tokens: [SQLToken] = []
    while lexer.skipBlank() {
      guard let token = lexer.next() else { return nil }
      tokens.append(token)
    }
    return tokens
  }

  /// The text with a space for each comment; nil as for `tokens`.
  package static func withoutComments(_ sql: String) -> String? {
    var lexer = SQLLexer(sql)
    var text = ""
    while lexer.skipBlank() {
      let start = lexer.position
      guard lexer.next() != nil else { return nil }
      text += " " + lexer.text(start..<lexer.position)
    }
    return text
  }

  private init(_ sql: String) { bytes = Array(sql.utf8) }

  private func peek(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  private func isAt(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    peek() == UInt8(ascii: first) && peek(1) == UInt8(ascii: second)
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Whether a token follows.
  private mutating func skipBlank() -> Bool {
    while let byte = peek() {
      if byte.isSpace {
        position += 1
      } else if isAt("-", "-") {
        while let next = peek(), !next.isNewline { position += 1 }
      } else if isAt("/", "*") {
        skipBlockComment()
      } else {
        return true
      }
    }
    return false
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if isAt("/", "*") {
        depth += 1
        position += 2
      } else if isAt("*", "/") {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0 && position < bytes.count
  }

  private mutating func next() -> SQLToken? {
    guard let byte = peek() else { return nil }
    switch byte {
    case UInt8(ascii: "'"): return quoted().map(SQLToken.string)
    case UInt8(ascii: "\""): return quoted().map(SQLToken.identifier)
    case UInt8(ascii: "$"): return dollar()
    case _ where byte.isDigit: return .number(take { $0.isDigit || $0 == UInt8(ascii: ".") })
    case _ where byte.startsName: return .word(folded(take(while: \.continuesName)))
    case _ where byte.isOperator: return .symbol(take(while: \.isOperator))
    default:
      position += 1
      return .symbol(text(position - 1..<position))
    }
  }

  /// As PostgreSQL folds names in UTF-8: nothing but ASCII.
  private func folded(_ word: String) -> String {
    String(decoding: word.utf8.map { $0.isUppercase ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private mutating func take(while matches: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = peek(), matches(byte) { position += 1 }
    return text(start..<position)
  }

  /// What stands between two of the quote that comes next; two of them within are one.
  private mutating func quoted() -> String? {
    let quote = bytes[position]
    var content: [UInt8] = []
    position += 1
    while let byte = peek() {
      position += 1
      if byte == quote {
        guard peek() == quote else { return String(decoding: content, as: UTF8.self) }
        position += 1
      }
      content.append(byte)
    }
    return nil
  }

  /// `$1`, or a dollar-quoted string.
  private mutating func dollar() -> SQLToken? {
    let start = position
    position += 1
    if let digit = peek(), digit.isDigit { return Int(take(while: \.isDigit)).map(SQLToken.parameter) }
    _ = take { $0.continuesName && $0 != UInt8(ascii: "$") }
    guard peek() == UInt8(ascii: "$") else { return nil }
    position += 1
    let end = bytes[start..<position]
    let content = position
    while position + end.count <= bytes.count {
      if bytes[position..<(position + end.count)].elementsEqual(end) {
        position += end.count
        return .string(text(content..<position - end.count))
      }
      position += 1
    }
    return nil
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isUppercase: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  fileprivate var isNewline: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
  /// The vertical tab and the form feed among them.
  fileprivate var isSpace: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }
  fileprivate var startsName: Bool {
    self >= 0x80 || self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
  fileprivate var continuesName: Bool { startsName || isDigit || self == UInt8(ascii: "$") }
  fileprivate var isOperator: Bool { "<>=!:|".utf8.contains(self) }
}

extension SQLLexer {
  /// The names that stand before an opening parenthesis and are no keywords; nil for text that cannot
  /// be read.
  package static func functions(in sql: String) -> Set<String>? {
    guard let tokens = tokens(sql) else { return nil }
    var names: Set<String> = []
    for index in tokens.indices.dropLast() where tokens[index + 1] == .symbol("(") {
      guard !isTableOrType(tokens[..<index]) else { continue }
      switch tokens[index] {
      case .word(let word) where !keywordsBeforeParentheses.contains(word): names.insert(word)
      case .identifier(let name): names.insert(name)
      default: break
      }
    }
    return names
  }

  /// Whether a name after these tokens is the target of an INSERT or a type.
  private static func isTableOrType(_ before: ArraySlice<SQLToken>) -> Bool {
    var before = before
    while before.last == .symbol(".") { before = before.dropLast(2) }
    return before.last == .word("into") || before.last == .symbol("::")
  }

  private static let keywordsBeforeParentheses: Set<String> = [
    "all", "and", "any", "array", "as", "between", "case", "cast", "check", "coalesce", "conflict", "default",
    "distinct", "else", "except", "exists", "filter", "from", "greatest", "group", "having", "ilike", "in",
    "intersect", "into", "is", "join", "lateral", "least", "like", "limit", "not", "nullif", "of", "offset",
    "on",
    "only", "or", "over", "returning", "row", "select", "set", "some", "then", "union", "using", "values",
    "when",
    "where", "with", "within",
  ]
}
