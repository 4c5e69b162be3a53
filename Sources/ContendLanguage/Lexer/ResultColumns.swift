import ContendModel

/// The names of the columns a statement returns, as far as its text tells them.
struct ResultColumns {
  var names: [String] = []
  /// There may be more: `*`, `CALL`, an unnamed expression.
  var isOpen = false

  init(of text: StatementText, in source: SourceText) {
    let tokens = text.tokens
    let returning = tokens.lastIndex { $0.depth == 0 && $0.isWord("RETURNING", in: source) }
    let select = tokens.firstIndex { $0.depth == 0 && $0.isWord("SELECT", in: source) }
    guard let start = returning ?? select else {
      isOpen = true
      return
    }
    var item: [StatementToken] = []
    for token in tokens[(start + 1)...] {
      if token.depth == 0, Self.endsList.contains(where: { token.isWord($0, in: source) }) { break }
      if token.depth == 0, token.isSymbol(",", in: source) {
        add(item, in: source)
        item = []
      } else {
        item.append(token)
      }
    }
    add(item, in: source)
  }

  private static let endsList = [
    "FROM", "WHERE", "GROUP", "HAVING", "UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH",
    "FOR", "WINDOW", "INTO",
  ]

  private mutating func add(_ item: [StatementToken], in source: SourceText) {
    guard let last = item.last else {
      isOpen = true
      return
    }
    let isNamed = item.count > 1 && item[item.count - 2].isWord("AS", in: source)
    if !isNamed, let cast = item.lastIndex(where: { $0.depth == last.depth && source.text($0.range) == "::" })
    {
      // The column of a cast is named after what is cast or, where that has no name, after the type,
      // which has several spellings.
      isOpen = true
      if cast > 0 { add(Array(item[..<cast]), in: source) }
      return
    }
    switch last.kind {
    case .word where !last.isWord("END", in: source):
      names.append(source.text(last.range).lowercased())
    case .quotedIdentifier:
      let quoted = source.text(last.range).dropFirst().dropLast()
      names.append(Self.unquoted(quoted))
    case .symbol where last.isSymbol(")", in: source):
      addFunction(item, closedAt: last.depth, in: source)
    default:
      isOpen = true
    }
  }

  /// `count(*)` names its column after the function.
  private mutating func addFunction(_ item: [StatementToken], closedAt depth: Int, in source: SourceText) {
    let isCall = item.count >= 3 && item[0].kind == .word && item[1].isSymbol("(", in: source)
    let closes = item.filter { $0.depth == depth && $0.isSymbol(")", in: source) }.count
    if isCall, closes == 1 {
      names.append(source.text(item[0].range).lowercased())
    } else {
      isOpen = true
    }
  }

  private static func unquoted(_ text: Substring) -> String {
    var name = String.UnicodeScalarView()
    var pending = false
    for scalar in text.unicodeScalars {
      pending = scalar == "\"" && !pending
      if !pending { name.append(scalar) }
    }
    return String(name)
  }
}
