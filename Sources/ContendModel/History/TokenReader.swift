/// Reads UUIDs, points in time and numbers from a text, byte by byte.
struct TokenReader {
  private let bytes: [UInt8]
  var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var hasDigits: Bool { bytes.contains(where: \.isDigit) }
  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Whether a token may begin here: not in the middle of a word or of a number.
  var isAtToken: Bool {
    guard position > 0 else { return true }
    let before = bytes[position - 1]
    return !before.isLetter && !before.isDigit && before < 128
  }

  /// `8-4-4-4-12` hexadecimal digits.
  mutating func uuid() -> String? {
    let end = position + 36
    guard end <= bytes.count, end == bytes.count || !bytes[end].isWord else { return nil }
    for offset in 0..<36 {
      let byte = bytes[position + offset]
      let isDash = [8, 13, 18, 23].contains(offset)
      guard isDash ? byte == UInt8(ascii: "-") : byte.isHexDigit else { return nil }
    }
    return take(to: end)
  }

  /// As many hexadecimal digits, letters among them, as MD5, SHA-1 or SHA-256 give.
  mutating func digest() -> String? {
    var end = position
    while end < bytes.count, bytes[end].isLowerHexDigit { end += 1 }
    guard [32, 40, 64].contains(end - position), end == bytes.count || !bytes[end].isWord,
      bytes[position..<end].contains(where: \.isLetter)
    else { return nil }
    return take(to: end)
  }

  /// Digits, perhaps with a fraction.
  mutating func number() -> String? {
    var end = digits(from: position)
    guard end > position else { return nil }
    if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), bytes[end + 1].isDigit {
      end = digits(from: end + 1)
    }
    guard end == bytes.count || !bytes[end].isLetter else { return nil }
    return take(to: end)
  }

  /// `2026-05-01`, `2026-05-01 10:00:00.5+02`, `2026-05-01T10:00:00Z`, `10:00:00.123456`.
  mutating func moment() -> Moment? {
    guard let year = number(digits: 4, at: position), let month = part("-", position + 4),
      let day = part("-", position + 7), (1...12).contains(month), (1...31).contains(day)
    else { return fineTime() }
    var seconds = Double(daysSince1970(year, month, day)) * 86400
    var end = position + 10
    guard let time = time(at: end + 1), bytes[end] == UInt8(ascii: " ") || bytes[end] == UInt8(ascii: "T")
    else {
      guard end == bytes.count || !bytes[end].isWord else { return nil }
      return Moment(text: take(to: end), seconds: seconds, hasTime: false, isFine: false)
    }
    seconds += time.seconds
    end = time.end
    if end < bytes.count, bytes[end] == UInt8(ascii: "Z") {
      end += 1
    } else if let zone = zone(at: end) {
      seconds -= zone.seconds
      end = zone.end
    }
    return Moment(text: take(to: end), seconds: seconds, hasTime: true, isFine: time.isFine)
  }

  /// A time of day without its date; only one with microseconds can be distinguished from others.
  private mutating func fineTime() -> Moment? {
    guard let time = time(at: position), time.isFine else { return nil }
    let end = zone(at: time.end)?.end ?? time.end
    return Moment(text: take(to: end), seconds: time.seconds, hasTime: true, isFine: true)
  }

  private func time(at start: Int) -> (seconds: Double, isFine: Bool, end: Int)? {
    guard let hour = number(digits: 2, at: start), let minute = part(":", start + 2), hour < 25, minute < 60
    else { return nil }
    var seconds = Double(hour * 3600 + minute * 60)
    guard let second = part(":", start + 5) else { return (seconds, false, start + 5) }
    seconds += Double(second)
    guard start + 8 < bytes.count, bytes[start + 8] == UInt8(ascii: ".") else {
      return (seconds, false, start + 8)
    }
    let end = digits(from: start + 9)
    return (seconds, end - start - 9 > 3, end)
  }

  private func zone(at start: Int) -> (seconds: Double, end: Int)? {
    guard start < bytes.count, let hours = number(digits: 2, at: start + 1) else { return nil }
    let sign: Double
    switch bytes[start] {
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default: return nil
    }
    let minutes = part(":", start + 3)
    return (sign * Double(hours * 3600 + (minutes ?? 0) * 60), minutes == nil ? start + 3 : start + 6)
  }

  /// Two digits after a separator.
  private func part(_ separator: Unicode.Scalar, _ start: Int) -> Int? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: separator) else { return nil }
    return number(digits: 2, at: start + 1)
  }

  /// Exactly so many digits.
  private func number(digits count: Int, at start: Int) -> Int? {
    guard start + count <= bytes.count else { return nil }
    var number = 0
    for byte in bytes[start..<(start + count)] {
      guard byte.isDigit else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    guard start + count == bytes.count || !bytes[start + count].isDigit else { return nil }
    return number
  }

  private func digits(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end].isDigit { end += 1 }
    return end
  }

  private mutating func take(to end: Int) -> String {
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  fileprivate var isLetter: Bool { (self | 32) &- UInt8(ascii: "a") < 26 }
  fileprivate var isHexDigit: Bool { isDigit || (self | 32) &- UInt8(ascii: "a") < 6 }
  fileprivate var isLowerHexDigit: Bool { isDigit || self &- UInt8(ascii: "a") < 6 }
  fileprivate var isWord: Bool { isDigit || isLetter }
}

/// Days from 1970-01-01 in the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", days_from_civil), for years after 0.
private func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let year = month <= 2 ? year - 1 : year
  let era = year / 400
  let yearOfEra = year - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
