/// How many columns of a terminal text takes: 0, 1 or 2 for each character.
///
/// Follows Unicode Standard Annex 11 for wide and fullwidth blocks and counts emoji as wide;
/// ambiguous characters, box drawing among them, are narrow.
enum TextWidth {
  static func of(_ text: String) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }

  static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if scalars.allSatisfy({ isZeroWidth($0) }) { return 0 }
    let isEmoji = first.properties.isEmojiPresentation || scalars.contains("\u{FE0F}")
    return isEmoji || isWide(first) ? 2 : 1
  }

  /// The longest beginning of the text that fits.
  static func prefix(of text: String, width: Int) -> String {
    var room = width
    return String(
      text.prefix { character in
        room -= of(character)
        return room >= 0
      })
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
