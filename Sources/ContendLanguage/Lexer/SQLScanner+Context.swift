/// Colons, brackets and routine bodies: where a token depends on what is around it.
extension SQLScanner {
  mutating func scanColon() {
    let start = offset
    let next = source[start + 1]
    if next == UInt8(ascii: ":") || next == UInt8(ascii: "=") {
      append(.symbol, start..<start + 2)
    } else if next.startsName {
      var end = start + 1
      while source[end].continuesName { end += 1 }
      let name = source.text(start + 1..<end)
      append(takesSlice() ? .slice(name) : .variable(name), start..<end)
    } else if let (name, end) = quotedVariable(at: start + 1) {
      append(next == UInt8(ascii: "'") ? .literal(name) : .identifier(name), start..<end)
    } else {
      _ = takesSlice()
      append(.symbol, start..<start + 1)
    }
  }

  private func quotedVariable(at quote: Int) -> (String, Int)? {
    let mark = source[quote]
    guard mark == UInt8(ascii: "'") || mark == UInt8(ascii: "\""), source[quote + 1].startsName else {
      return nil
    }
    var end = quote + 1
    while source[end].continuesName { end += 1 }
    return source[end] == mark ? (source.text(quote + 1..<end), end + 1) : nil
  }

  /// Whether a colon here is that of a slice: the first one directly within the brackets of a
  /// subscript.
  ///
  /// `a[(:n)]` is the way to subscript by a variable.
  private mutating func takesSlice() -> Bool {
    guard case .subscripted(sliceSeen: false) = brackets.last else { return false }
    brackets[brackets.count - 1] = .subscripted(sliceSeen: true)
    return true
  }

  mutating func scanSymbol(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: ")"), UInt8(ascii: "]"):
      _ = brackets.popLast()
      append(.symbol, offset..<offset + 1)
    case UInt8(ascii: "("):
      append(.symbol, offset..<offset + 1)
      brackets.append(.parenthesis)
    case UInt8(ascii: "["):
      let bracket: Bracket = followsOperand ? .subscripted(sliceSeen: false) : .constructor
      append(.symbol, offset..<offset + 1)
      brackets.append(bracket)
    default:
      append(.symbol, offset..<offset + 1)
    }
  }

  private var followsOperand: Bool {
    guard let last = tokens.last else { return false }
    switch last.kind {
    case .word: return !last.isWord("ARRAY", in: source)
    case .quotedIdentifier, .variable, .parameter, .slice, .literal, .identifier: return true
    case .symbol:
      return source[last.range.lowerBound] == UInt8(ascii: ")")
        || source[last.range.lowerBound] == UInt8(ascii: "]")
    case .string, .number: return false
    }
  }

  /// Only routines have SQL-standard bodies; elsewhere `BEGIN` is a statement of its own.
  mutating func trackAtomicBody() {
    guard let word = tokens.last, isRoutine else { return }
    if word.isWord("ATOMIC", in: source), tokens.count > 1,
      tokens[tokens.count - 2].isWord("BEGIN", in: source)
    {
      atomicDepth += 1
    } else if atomicDepth > 0, word.isWord("CASE", in: source) {
      atomicDepth += 1
    } else if atomicDepth > 0, word.isWord("END", in: source) {
      atomicDepth -= 1
    }
  }

  private var isRoutine: Bool {
    guard tokens.first?.isWord("CREATE", in: source) ?? false, tokens.count > 2 else { return false }
    let index = tokens[1].isWord("OR", in: source) ? 3 : 1
    guard index < tokens.count else { return false }
    return tokens[index].isWord("FUNCTION", in: source) || tokens[index].isWord("PROCEDURE", in: source)
  }

  mutating func append(_ kind: StatementToken.Kind, _ range: Range<Int>) {
    tokens.append(StatementToken(kind: kind, range: range, depth: brackets.count))
    offset = range.upperBound
  }
}
