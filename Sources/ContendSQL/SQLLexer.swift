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
package struct SQLLexer {
  private let characters: [Character]
  private var position = 0

  /// Nil where a quote or a comment does not end.
  package static func tokens(_ sql: String) -> [SQLToken]? {
    var lexer = SQLLexer(characters: Array(sql))
    var tokens: [SQLToken] = []
    while lexer.skipBlank() {
      guard let token = lexer.next() else { return nil }
      tokens.append(token)
    }
    return tokens
  }

  /// The text with a space for each comment; nil as for `tokens`.
  package static func withoutComments(_ sql: String) -> String? {
    var lexer = SQLLexer(characters: Array(sql))
    var text = ""
    while lexer.skipBlank() {
      let start = lexer.position
      guard lexer.next() != nil else { return nil }
      text += " " + String(lexer.characters[start..<lexer.position])
    }
    return text
  }

  private init(characters: [Character]) { self.characters = characters }

  private func peek(_ offset: Int = 0) -> Character? {
    position + offset < characters.count ? characters[position + offset] : nil
  }

  /// Whether a token follows.
  private mutating func skipBlank() -> Bool {
    while let character = peek() {
      if character.isWhitespace {
        position += 1
      } else if character == "-", peek(1) == "-" {
        while let next = peek(), !next.isNewline { position += 1 }
      } else if character == "/", peek(1) == "*" {
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
      if peek() == "/", peek(1) == "*" {
        depth += 1
        position += 2
      } else if peek() == "*", peek(1) == "/" {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0 && position < characters.count
  }

  private mutating func next() -> SQLToken? {
    guard let character = peek() else { return nil }
    if character == "'" { return quoted(by: "'").map(SQLToken.string) }
    if character == "\"" { return quoted(by: "\"").map(SQLToken.identifier) }
    if character == "$" { return dollar() }
    if character.isASCII && character.isNumber { return .number(take { $0.isNumber || $0 == "." }) }
    if character.isLetter || character == "_" {
      return .word(take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }.lowercased())
    }
    if "<>=!:|".contains(character) { return .symbol(take { "<>=!:|".contains($0) }) }
    position += 1
    return .symbol(String(character))
  }

  private mutating func take(while matches: (Character) -> Bool) -> String {
    let start = position
    while let character = peek(), matches(character) { position += 1 }
    return String(characters[start..<position])
  }

  private mutating func quoted(by quote: Character) -> String? {
    var text = ""
    position += 1
    while let character = peek() {
      position += 1
      if character != quote {
        text.append(character)
      } else if peek() == quote {
        text.append(quote)
        position += 1
      } else {
        return text
      }
    }
    return nil
  }

  /// `$1`, or a dollar-quoted string.
  private mutating func dollar() -> SQLToken? {
    position += 1
    if let digit = peek(), digit.isNumber { return Int(take(while: \.isNumber)).map(SQLToken.parameter) }
    let tag = take { $0.isLetter || $0.isNumber || $0 == "_" }
    guard peek() == "$" else { return nil }
    position += 1
    let end = Array("$\(tag)$")
    let start = position
    while position + end.count <= characters.count {
      if Array(characters[position..<(position + end.count)]) == end {
        let text = String(characters[start..<position])
        position += end.count
        return .string(text)
      }
      position += 1
    }
    return nil
  }
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
