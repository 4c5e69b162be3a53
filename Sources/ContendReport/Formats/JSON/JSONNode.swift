/// One value of a JSON text under construction; members of an object keep the order of insertion.
final class JSONNode {
  enum Content {
    case null
    case boolean(Bool)
    /// Digits as they go into the text.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([(key: String, value: JSONNode)])
  }

  var content: Content

  init(_ content: Content = .null) { self.content = content }

  /// Adds an element, turning the node into an array first.
  func append(_ element: JSONNode) {
    var elements: [JSONNode] = []
    if case .array(let existing) = content { elements = existing }
    // Lets go of the second reference, or every addition would copy all elements.
    content = .null
    elements.append(element)
    content = .array(elements)
  }

  /// Adds a member, turning the node into an object first.
  func append(_ value: JSONNode, forKey key: String) {
    var members: [(key: String, value: JSONNode)] = []
    if case .object(let existing) = content { members = existing }
    content = .null
    members.append((key, value))
    content = .object(members)
  }
}

/// Writes nodes as text that people can read and `diff` can compare: two spaces of indentation, and
/// short lists of plain values on one line.
struct JSONPrinter {
  private static let longestInlineArray = 80

  func text(_ node: JSONNode) -> String { text(node, indent: "") + "\n" }

  private func text(_ node: JSONNode, indent: String) -> String {
    let inner = indent + "  "
    switch node.content {
    case .array(let elements):
      if let inline = inlineArray(elements) { return inline }
      let lines = elements.map { inner + text($0, indent: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { "\(inner)\(quoted($0.key)): \(text($0.value, indent: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    default: return scalar(node.content) ?? "null"
    }
  }

  private func inlineArray(_ elements: [JSONNode]) -> String? {
    let scalars = elements.compactMap { scalar($0.content) }
    let text = "[" + scalars.joined(separator: ", ") + "]"
    return scalars.count == elements.count && text.count <= Self.longestInlineArray ? text : nil
  }

  private func scalar(_ content: JSONNode.Content) -> String? {
    switch content {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .string(let string): quoted(string)
    case .array, .object: nil
    }
  }

  private func quoted(_ string: String) -> String {
    "\"" + string.unicodeScalars.map(escaped).joined() + "\""
  }

  private func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return String(scalar)
    }
  }
}
