#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Value {
  /// The value as PostgreSQL reads it from text: `t`, `12`, `{1,2}`; nil is NULL.
  public var text: String? {
    switch self {
    case .null: nil
    case .boolean(let value): value ? "t" : "f"
    case .integer(let value): String(value)
    case .decimal(let value): value.description
    case .string(let text, _): text
    case .array(let elements): Self.arrayLiteral(elements)
    }
  }

  /// `{1,NULL,"a b"}` (PostgreSQL documentation, 8.15.6, array input and output syntax).
  private static func arrayLiteral(_ elements: [Value]) -> String {
    let parts = elements.map { element -> String in
      switch element {
      case .null: "NULL"
      case .array(let inner): arrayLiteral(inner)
      case .string(let text, _): quotedElement(text)
      case .boolean, .integer, .decimal: element.text ?? "NULL"
      }
    }
    return "{\(parts.joined(separator: ","))}"
  }

  /// Quoted wherever it could be read as something else.
  private static func quotedElement(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.uppercased() != "NULL"
      && text.utf8.allSatisfy { byte in
        !(byte <= 0x20 || byte == 0x7F || "{}\",\\".utf8.contains(byte))
      }
    if isPlain { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
