import ContendModel

/// Scans one SQL statement up to its end, after the rules of PostgreSQL's and psql's own lexers.
struct SQLScanner {
  enum End {
    case semicolon
    /// At a backslash outside quotes.
    case backslash
    case endOfFile
    /// Within quotes, a dollar quote or a comment that nobody closed.
    case unclosed(what: String, opener: Int)
  }

  enum Bracket {
    case parenthesis
    case subscripted(sliceSeen: Bool)
    case constructor
  }

  let source: SourceText
  var offset: Int
  var tokens: [StatementToken] = []
  var brackets: [Bracket] = []
  /// Nesting of `BEGIN ATOMIC … END` and of `CASE … END` within it.
  var atomicDepth = 0

  init(source: SourceText, offset: Int) {
    self.source = source
    self.offset = offset
  }

  mutating func scan() -> End {
    while offset < source.count {
      let byte = source[offset]
      if byte.isSpace {
        offset += 1
      } else if let comment = Comment(in: source, at: offset) {
        guard case .closed(let end) = comment else { return .unclosed(what: "comment", opener: offset) }
        offset = end
      } else if byte == UInt8(ascii: ";"), atomicDepth == 0 {
        offset += 1
        return .semicolon
      } else if byte == UInt8(ascii: "\\") {
        return .backslash
      } else if let unclosed = scanToken(byte) {
        return .unclosed(what: unclosed, opener: offset)
      }
    }
    return .endOfFile
  }

  /// Takes one token; returns what was left unclosed, the offset then being that of its opener.
  private mutating func scanToken(_ byte: UInt8) -> String? {
    if byte.startsName { return scanWord() }
    if byte.isDigit {
      scanNumber()
      return nil
    }
    switch byte {
    case UInt8(ascii: "'"): return scanQuoted(.string, "string", escapes: false, from: offset)
    case UInt8(ascii: "\""):
      return scanQuoted(.quotedIdentifier, "quoted identifier", escapes: false, from: offset)
    case UInt8(ascii: "$"): return scanDollar()
    case UInt8(ascii: ":"): scanColon()
    default: scanSymbol(byte)
    }
    return nil
  }

  private mutating func scanWord() -> String? {
    let start = offset
    var end = offset + 1
    while source[end].continuesName || source[end] == UInt8(ascii: "$") { end += 1 }
    if end == start + 1, source[start].uppercased == UInt8(ascii: "E"), source[end] == UInt8(ascii: "'") {
      return scanQuoted(.string, "string", escapes: true, from: start, quote: end)
    }
    append(.word, start..<end)
    trackAtomicBody()
    return nil
  }

  private mutating func scanNumber() {
    var end = offset
    while source[end].isDigit || source[end].isLetter || source[end] == UInt8(ascii: "_")
      || (source[end] == UInt8(ascii: ".") && source[end + 1] != UInt8(ascii: "."))
    {
      end += 1
    }
    append(.number, offset..<end)
  }

  private mutating func scanQuoted(
    _ kind: StatementToken.Kind, _ what: String, escapes: Bool, from start: Int, quote: Int? = nil
  ) -> String? {
    let quote = quote ?? start
    let mark = source[quote]
    var end = quote + 1
    while end < source.count {
      if escapes, source[end] == UInt8(ascii: "\\") {
        end += 2
      } else if source[end] != mark {
        end += 1
      } else if source[end + 1] == mark {
        end += 2
      } else {
        append(kind, start..<end + 1)
        return nil
      }
    }
    return what
  }

  private mutating func scanDollar() -> String? {
    let start = offset
    var end = start + 1
    if source[end].isDigit {
      while source[end].isDigit { end += 1 }
      append(.parameter(Int(source.text(start + 1..<end)) ?? Int.max), start..<end)
      return nil
    }
    if source[end].startsName {
      while source[end].continuesName { end += 1 }
    }
    guard source[end] == UInt8(ascii: "$") else {
      scanSymbol(source[start])
      return nil
    }
    let tag = source.bytes[start...end]
    guard let close = find(tag, from: end + 1) else { return "dollar quote" }
    append(.string, start..<close + tag.count)
    return nil
  }

  private func find(_ tag: ArraySlice<UInt8>, from start: Int) -> Int? {
    var offset = start
    while offset + tag.count <= source.count {
      if source.bytes[offset] == UInt8(ascii: "$"), source.bytes[offset..<offset + tag.count] == tag {
        return offset
      }
      offset += 1
    }
    return nil
  }
}
