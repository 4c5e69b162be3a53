/// A comment of SQL: `--` to the end of the line, or nested `/* … */`.
enum Comment {
  /// Ends before that offset.
  case closed(end: Int)
  case unclosed

  /// The comment that begins at `start`; nil where none does.
  init?(in source: SourceText, at start: Int) {
    if source[start] == UInt8(ascii: "-"), source[start + 1] == UInt8(ascii: "-") {
      var end = start
      while end < source.count, !source[end].isLineEnd { end += 1 }
      self = .closed(end: end)
    } else if source[start] == UInt8(ascii: "/"), source[start + 1] == UInt8(ascii: "*") {
      self = Self.blockEnd(in: source, from: start).map { .closed(end: $0) } ?? .unclosed
    } else {
      return nil
    }
  }

  /// Whether nothing but space and comments stands between `offset` and such a byte.
  static func isFollowed(by byte: UInt8, _ offset: Int, in source: SourceText) -> Bool {
    var next = offset
    while next < source.count, source[next] != byte {
      if source[next].isSpace {
        next += 1
      } else if case .closed(let end) = Comment(in: source, at: next) {
        next = end
      } else {
        return false
      }
    }
    return next < source.count
  }

  private static func blockEnd(in source: SourceText, from start: Int) -> Int? {
    var depth = 0
    var offset = start
    while offset < source.count {
      if source[offset] == UInt8(ascii: "/"), source[offset + 1] == UInt8(ascii: "*") {
        depth += 1
        offset += 2
      } else if source[offset] == UInt8(ascii: "*"), source[offset + 1] == UInt8(ascii: "/") {
        depth -= 1
        offset += 2
        if depth == 0 { return offset }
      } else {
        offset += 1
      }
    }
    return nil
  }
}
