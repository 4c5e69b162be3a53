import ContendModel

/// Characters that word processors and chats put in place of those that programs are written with.
enum Typography {
  /// What stands at this offset and what was meant; nil for everything else.
  static func slip(in source: SourceText, at offset: Int) -> (name: String, length: Int, meant: String)? {
    switch (source[offset], source[offset + 1], source[offset + 2]) {
    case (0xE2, 0x80, 0x9C), (0xE2, 0x80, 0x9D), (0xE2, 0x80, 0x9E):
      ("a typographic quote", 3, "write \" for names and titles, ' for text in SQL")
    case (0xE2, 0x80, 0x98), (0xE2, 0x80, 0x99), (0xE2, 0x80, 0x9A): ("a typographic quote", 3, "write '")
    case (0xC2, 0xA0, _): ("a no-break space (U+00A0)", 2, "write a plain space")
    case (0xE2, 0x80, 0xAF): ("a narrow no-break space (U+202F)", 3, "write a plain space")
    case (0xE2, 0x80, 0x8B): ("a zero-width space (U+200B)", 3, "take it out")
    case (0xE2, 0x80, 0x93), (0xE2, 0x80, 0x94): ("a dash", 3, "write - or --")
    default: nil
    }
  }

  /// The first slip in a range, quoted text left out.
  static func first(in source: SourceText, _ range: Range<Int>, skipsQuotes: Bool) -> Diagnostic? {
    var quote: UInt8?
    for offset in range {
      let byte = source[offset]
      if skipsQuotes, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        if quote == nil { quote = byte } else if quote == byte { quote = nil }
      }
      guard quote == nil, byte >= 0xC2, let slip = slip(in: source, at: offset) else { continue }
      let text = source.text(offset..<offset + slip.length)
      return Diagnostic(
        .error, at: source.location(at: offset),
        "'\(text)' is \(slip.name), which is no part of the language",
        hint: slip.meant)
    }
    return nil
  }
}
