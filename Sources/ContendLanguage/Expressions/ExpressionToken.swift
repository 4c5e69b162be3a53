import ContendModel

/// A token of an expression.
struct ExpressionToken: Equatable {
  enum Kind: Equatable {
    /// Its size without a sign; nil if that does not fit 64 bits.
    case integer(UInt64?)
    /// Its text, which has a point or an exponent.
    case decimal(String)
    case string(String)
    case variable(String)
    /// `:{?x}`
    case isSet(String)
    /// A keyword or the name of a function, as written.
    case word(String)
    case symbol(String)
    case unclosedString
    case end
  }

  var kind: Kind
  var range: Range<Int>

  func isWord(_ keyword: String) -> Bool {
    guard case .word(let text) = kind else { return false }
    return text.uppercased() == keyword
  }
}

/// Cuts an expression into tokens.
struct ExpressionLexer {
  let source: SourceText
  var offset: Int
  let end: Int

  static let symbols = ["<=", ">=", "<>", "!=", "||", "<<", ">>"]

  mutating func next() -> ExpressionToken {
    skipSpace()
    let start = offset
    guard start < end else { return ExpressionToken(kind: .end, range: end..<end) }
    let kind = scan(source[start])
    return ExpressionToken(kind: kind, range: start..<offset)
  }

  private mutating func skipSpace() {
    while offset < end {
      let joinsLines = source[offset] == UInt8(ascii: "\\") && source[offset + 1].isSpace
      guard source[offset].isSpace || joinsLines else { return }
      offset += 1
    }
  }

  private mutating func scan(_ byte: UInt8) -> ExpressionToken.Kind {
    if byte.isDigit || (byte == UInt8(ascii: ".") && source[offset + 1].isDigit) { return number() }
    if byte.startsName { return .word(name()) }
    if byte == UInt8(ascii: "'") { return string() }
    if byte == UInt8(ascii: ":"), let variable = variable() { return variable }
    if offset + 1 < end {
      let pair = source.text(offset..<offset + 2)
      if Self.symbols.contains(pair) {
        offset += 2
        return .symbol(pair)
      }
    }
    offset += 1
    return .symbol(source.text(offset - 1..<offset))
  }

  private mutating func name() -> String {
    let start = offset
    while offset < end, source[offset].continuesName { offset += 1 }
    return source.text(start..<offset)
  }

  /// A unit may follow at once (`40ms`), two points are a range, and an exponent needs its digits.
  private mutating func number() -> ExpressionToken.Kind {
    let start = offset
    var isDecimal = false
    while offset < end, source[offset].isDigit { offset += 1 }
    if offset < end, source[offset] == UInt8(ascii: "."), source[offset + 1] != UInt8(ascii: ".") {
      isDecimal = true
      offset += 1
      while offset < end, source[offset].isDigit { offset += 1 }
    }
    if let exponent = exponentEnd() {
      isDecimal = true
      offset = exponent
    }
    let text = source.text(start..<offset)
    return isDecimal ? .decimal(text) : .integer(UInt64(text))
  }

  private func exponentEnd() -> Int? {
    guard offset < end, source[offset].uppercased == UInt8(ascii: "E") else { return nil }
    var digits = offset + 1
    if source[digits] == UInt8(ascii: "+") || source[digits] == UInt8(ascii: "-") { digits += 1 }
    guard digits < end, source[digits].isDigit else { return nil }
    while digits < end, source[digits].isDigit { digits += 1 }
    return digits
  }

  private mutating func string() -> ExpressionToken.Kind {
    var bytes: [UInt8] = []
    var next = offset + 1
    while next < end {
      if source[next] != UInt8(ascii: "'") {
        bytes.append(source[next])
        next += 1
      } else if next + 1 < end, source[next + 1] == UInt8(ascii: "'") {
        bytes.append(UInt8(ascii: "'"))
        next += 2
      } else {
        offset = next + 1
        return .string(String(decoding: bytes, as: UTF8.self))
      }
    }
    offset = end
    return .unclosedString
  }

  private mutating func variable() -> ExpressionToken.Kind? {
    if offset + 1 < end, source[offset + 1].startsName {
      offset += 1
      return .variable(name())
    }
    guard offset + 3 < end, source[offset + 1] == UInt8(ascii: "{"), source[offset + 2] == UInt8(ascii: "?"),
      source[offset + 3].startsName
    else { return nil }
    var close = offset + 3
    while close < end, source[close].continuesName { close += 1 }
    guard close < end, source[close] == UInt8(ascii: "}") else { return nil }
    let text = source.text(offset + 3..<close)
    offset = close + 1
    return .isSet(text)
  }
}
