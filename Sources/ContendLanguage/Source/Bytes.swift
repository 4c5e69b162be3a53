extension UInt8 {
  var isLineEnd: Bool { self == UInt8(ascii: "\n") }
  var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLetter: Bool {
    let lower = self | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
  }

  /// Letters, the underscore and every byte of a non-ASCII character, as in PostgreSQL and psql.
  var startsName: Bool { isLetter || self == UInt8(ascii: "_") || self >= 0x80 }
  var continuesName: Bool { startsName || isDigit }

  var uppercased: UInt8 { isLetter ? self & 0xDF : self }
}
