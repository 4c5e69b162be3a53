/// The words of a text of SQL in order, in lower case, with the symbols between them; those of string
/// constants and function bodies too, since code may stand in any of them.
struct WordReader {
  /// Stands where a string begins.
  static let boundary = ""

  private(set) var words: [String] = []
  /// Identifiers that are written by code points.
  private(set) var hasEscapedNames = false

  init(_ sql: String) { read(sql, depth: 0) }

  private mutating func read(_ sql: String, depth: Int) {
    words.append(Self.boundary)
    // A backslash may escape a quote, after which nobody knows what is a comment.
    guard depth < Self.deepest, !sql.contains("\\"), let tokens = SQLLexer.tokens(sql) else {
      return readPlainly(sql)
    }
    for token in tokens {
      switch token {
      // Beyond ASCII too: names of definitions are folded so.
      case .word(let name), .identifier(let name): words.append(name.lowercased())
      case .symbol(let symbol): words.append(symbol)
      case .string(let text): read(text, depth: depth + 1)
      case .number, .parameter: words.append("0")
      }
    }
    if tokens.contains(.word("uescape")) { hasEscapedNames = true }
  }

  private static let deepest = 8

  /// Everything that could be a word, comments included.
  private mutating func readPlainly(_ sql: String) {
    let text = sql.lowercased()
    if text.contains("u&") { hasEscapedNames = true }
    var word = ""
    // By scalars: a combining mark after a quote hides no quote.
    for scalar in text.unicodeScalars {
      if Self.isOfWord(scalar) {
        word.unicodeScalars.append(scalar)
        continue
      }
      if !word.isEmpty { words.append(word) }
      word = ""
      if scalar == "'" || scalar == "$" {
        words.append(Self.boundary)
      } else if !scalar.properties.isWhitespace {
        words.append(String(scalar))
      }
    }
    if !word.isEmpty { words.append(word) }
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: scalar.value >= 0x80
    }
  }
}
