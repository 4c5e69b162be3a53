/// Encodes values into a tree of nodes, in the order in which they declare their properties.
///
/// Foundation's encoder omits nil and loses the order of keys; results need both: what was not run
/// is an explicit `null`, and a document reads in the order in which it is documented.
struct JSONTreeEncoder: Encoder {
  let node: JSONNode
  let codingPath: [any CodingKey]

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func tree(of value: some Encodable) throws -> JSONNode {
    try tree(of: value, at: [])
  }

  fileprivate static func tree(
    of value: some Encodable, at path: [any CodingKey]
  ) throws -> JSONNode {
    if let content = try scalar(value, at: path) { return JSONNode(content) }
    let node = JSONNode()
    try value.encode(to: JSONTreeEncoder(node: node, codingPath: path))
    return node
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.content = .object([])
    return KeyedEncodingContainer(JSONObjectContainer(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.content = .array([])
    return JSONArrayContainer(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    JSONValueContainer(node: node, codingPath: codingPath)
  }

  private static func scalar(
    _ value: some Encodable, at path: [any CodingKey]
  ) throws -> JSONNode.Content? {
    switch value {
    case let value as Bool: return .boolean(value)
    case let value as String: return .string(value)
    case let value as any BinaryInteger: return .number("\(value)")
    case let value as any BinaryFloatingPoint:
      let value = Double(value)
      guard value.isFinite else {
        throw EncodingError.invalidValue(
          value, .init(codingPath: path, debugDescription: "JSON has no number for \(value)"))
      }
      return .number(Figures.json(value))
    default: return nil
    }
  }
}

private struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: JSONNode
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { node.append(JSONNode(), forKey: key.stringValue) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    node.append(
      try JSONTreeEncoder.tree(of: value, at: codingPath + [key]), forKey: key.stringValue)
  }

  // The standard library's defaults for these leave nil out; one is needed for each type that an
  // optional property of a document has.
  func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try put(value, key) }

  private func put<T: Encodable>(_ value: T?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    nested(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    nested(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { JSONTreeEncoder(node: node, codingPath: codingPath) }

  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

  private func nested(_ key: Key) -> JSONTreeEncoder {
    let child = JSONNode()
    node.append(child, forKey: key.stringValue)
    return JSONTreeEncoder(node: child, codingPath: codingPath + [key])
  }
}

private struct JSONArrayContainer: UnkeyedEncodingContainer {
  let node: JSONNode
  let codingPath: [any CodingKey]

  var count: Int {
    if case .array(let elements) = node.content { elements.count } else { 0 }
  }

  func encodeNil() { node.append(JSONNode()) }

  func encode<T: Encodable>(_ value: T) throws {
    node.append(try JSONTreeEncoder.tree(of: value, at: codingPath))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    nested().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

  func superEncoder() -> any Encoder { nested() }

  private func nested() -> JSONTreeEncoder {
    let child = JSONNode()
    node.append(child)
    return JSONTreeEncoder(node: child, codingPath: codingPath)
  }
}

private struct JSONValueContainer: SingleValueEncodingContainer {
  let node: JSONNode
  let codingPath: [any CodingKey]

  func encodeNil() { node.content = .null }

  func encode<T: Encodable>(_ value: T) throws {
    node.content = try JSONTreeEncoder.tree(of: value, at: codingPath).content
  }
}
