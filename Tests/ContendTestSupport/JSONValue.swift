#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Any JSON text as a tree.
package enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  package init(text: String) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  /// A member of an object, or nil.
  package subscript(key: String) -> JSONValue? {
    get { if case .object(let members) = self { members[key] } else { nil } }
    set {
      guard case .object(var members) = self else { return }
      members[key] = newValue
      self = .object(members)
    }
  }

  /// An element of an array, or nil.
  package subscript(index: Int) -> JSONValue? { elements.indices.contains(index) ? elements[index] : nil }

  /// Those of an array; none of anything else.
  package var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

  package var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// The value with the one at the path replaced; nil removes it.
  package func replacing(_ path: [String], with value: JSONValue?) -> JSONValue {
    guard let key = path.first else { return value ?? .null }
    var copy = self
    if path.count == 1 {
      copy[key] = value
    } else if let child = self[key] {
      copy[key] = child.replacing(Array(path.dropFirst()), with: value)
    }
    return copy
  }
}

extension JSONValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}
