/// An object of JSON whose keys are data, not fields; written in the order of its keys so that equal
/// results are equal texts.
package struct StringMap<Value: Codable & Hashable & Sendable>: Hashable, Sendable {
  package var entries: [String: Value]

  package init(_ entries: [String: Value] = [:]) { self.entries = entries }

  /// Entries by key.
  package var sorted: [(key: String, value: Value)] { entries.sorted { $0.key < $1.key } }
}

extension StringMap: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, Value)...) {
    entries = Dictionary(elements) { _, last in last }
  }
}

extension StringMap: Codable {
  package init(from decoder: any Decoder) throws {
    entries = try [String: Value](from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: EntryKey.self)
    for (key, value) in sorted { try container.encode(value, forKey: EntryKey(stringValue: key)) }
  }
}

private struct EntryKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
