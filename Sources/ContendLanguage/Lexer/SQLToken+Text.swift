extension StatementToken {
  /// Whether it is that keyword, given in capitals.
  func isWord(_ keyword: String, in source: SourceText) -> Bool {
    guard kind == .word, range.count == keyword.utf8.count else { return false }
    return zip(range, keyword.utf8).allSatisfy { source[$0].uppercased == $1 }
  }

  func isSymbol(_ symbol: Unicode.Scalar, in source: SourceText) -> Bool {
    kind == .symbol && range.count == 1 && source[range.lowerBound] == UInt8(ascii: symbol)
  }
}
