/// Values within SQL text, for the places where PostgreSQL takes no parameter.
extension Value {
  /// The value as a quoted literal, like psql's `:'x'`: `NULL`, `'12'`, `'it''s'`.
  public var sqlLiteral: String {
    switch self {
    case .null: "NULL"
    case .boolean, .integer, .decimal, .string, .array: Self.quotedLiteral(text ?? "")
    }
  }

  /// The value as an identifier, always in double quotes; NULL names nothing.
  public var sqlIdentifier: String? {
    text.map { text in "\"" + Self.doubling("\"", in: text) + "\"" }
  }

  /// As `PQescapeLiteral` does: with a backslash in it, the text is an escape string, whose meaning
  /// does not depend on `standard_conforming_strings`.
  ///
  /// The space keeps `E` apart from a word before.
  private static func quotedLiteral(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return "'" + doubling("'", in: text) + "'" }
    return " E'" + doubling("'", in: doubling("\\", in: text)) + "'"
  }

  private static func doubling(_ mark: Unicode.Scalar, in text: String) -> String {
    var doubled = ""
    for scalar in text.unicodeScalars {
      if scalar == mark { doubled.unicodeScalars.append(mark) }
      doubled.unicodeScalars.append(scalar)
    }
    return doubled
  }
}
