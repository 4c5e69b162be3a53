/// Makes foreign text harmless and visible, on one line.
package enum SafeText {
  /// Made harmless like `neutralised`, but the ends of lines stay.
  package static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { neutralised(String($0)) }
      .joined(separator: "\n")
  }

  /// Control characters become their pictures (`␛`), other steering characters `\u{…}`.
  static func neutralised(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isSteering) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.flatMap(visible)))
  }

  /// The text with every run of white space as one space, as SQL is shown.
  static func collapsed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The text with what `replacement` has for some of its scalars in their place.
  ///
  /// By scalars, because a reader of the output knows no other characters: to Swift, a quote with a combining mark
  /// behind it is no quote.
  static func replaced(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let other = replacement(scalar) {
        result.append(contentsOf: other.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// It controls a terminal, or turns the direction of the text after it.
  static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    // Line and paragraph separators, direction marks, embeddings, overrides and isolates.
    case 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C, 0xFEFF: true
    default: false
    }
  }

  private static func visible(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard isSteering(scalar) else { return [scalar] }
    if scalar.value == 0x7F { return ["␡"] }
    if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) { return [picture] }
    return Array("\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
  }
}
