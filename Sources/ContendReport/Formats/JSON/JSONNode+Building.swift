/// Trees that are written down rather than encoded.
extension JSONNode {
  static func string(_ text: String) -> JSONNode { JSONNode(.string(text)) }
  static func integer(_ value: Int) -> JSONNode { JSONNode(.number("\(value)")) }
  static func boolean(_ value: Bool) -> JSONNode { JSONNode(.boolean(value)) }
  static func array(_ elements: [JSONNode]) -> JSONNode { JSONNode(.array(elements)) }

  /// Members in the order in which they are written down; one without a value is left out.
  static func object(_ members: KeyValuePairs<String, JSONNode?>) -> JSONNode {
    JSONNode(.object(members.compactMap { key, value in value.map { (key: key, value: $0) } }))
  }
}
