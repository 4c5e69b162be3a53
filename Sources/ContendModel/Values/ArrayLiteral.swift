/// Reads PostgreSQL's text form of arrays (documentation, 8.15.6).
struct ArrayLiteral {
  /// More dimensions than PostgreSQL has (MAXDIM is 6).
  private static let depthLimit = 7

  private let bytes: [UInt8]
  private var offset = 0
  private let element: TypeOID

  /// Nil if the text is no array, or one with explicit bounds (`[0:2]={…}`), which has no equal here.
  static func parse(_ text: String, element: TypeOID) -> Value? {
    var parser = ArrayLiteral(text, element: element)
    guard let value = parser.array(depth: 1), parser.offset == parser.bytes.count else { return nil }
    return value
  }

  private init(_ text: String, element: TypeOID) {
    bytes = Array(text.utf8)
    self.element = element
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: mark) else { return false }
    offset += 1
    return true
  }

  private mutating func array(depth: Int) -> Value? {
    guard depth <= Self.depthLimit, take("{") else { return nil }
    if take("}") { return .array([]) }
    var elements: [Value] = []
    repeat {
      guard let value = item(depth: depth) else { return nil }
      elements.append(value)
    } while take(",")
    return take("}") ? .array(elements) : nil
  }

  private mutating func item(depth: Int) -> Value? {
    guard offset < bytes.count else { return nil }
    if bytes[offset] == UInt8(ascii: "{") { return array(depth: depth + 1) }
    if take("\"") { return quoted().map { Value(text: $0, type: element) } }
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: ","), bytes[offset] != UInt8(ascii: "}") {
      offset += 1
    }
    guard offset > start else { return nil }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    return text == "NULL" ? .null : Value(text: text, type: element)
  }

  private mutating func quoted() -> String? {
    var content: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
      if byte != UInt8(ascii: "\\") {
        content.append(byte)
      } else if offset < bytes.count {
        content.append(bytes[offset])
        offset += 1
      }
    }
    return nil
  }
}
