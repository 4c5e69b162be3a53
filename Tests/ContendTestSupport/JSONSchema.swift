/// Checks JSON values against the part of JSON Schema (draft 2020-12) that Contend's schema uses.
///
/// A keyword it does not know is reported as a violation, so that a schema cannot promise what
/// nothing checks.
package struct JSONSchema: Sendable {
  /// What is wrong, and where, as a path such as `control.stress.rounds`.
  package struct Violation: Hashable, Sendable, CustomStringConvertible {
    package var path: String
    package var message: String

    package var description: String { "\(path.isEmpty ? "document" : path): \(message)" }
  }

  private static let annotations: Set = ["$schema", "$id", "$defs", "title", "description"]

  private let root: JSONValue

  package init(_ root: JSONValue) { self.root = root }

  /// What keeps a value from being what the whole schema describes, or one of its definitions.
  package func violations(of value: JSONValue, as definition: String? = nil) -> [Violation] {
    guard let definition else { return check(value, against: root, at: "") }
    return follow("#/$defs/\(definition)", value, "")
  }

  private func check(_ value: JSONValue, against schema: JSONValue, at path: String) -> [Violation] {
    guard case .object(let keywords) = schema else {
      return schema == .boolean(true) ? [] : [Violation(path: path, message: "nothing is allowed here")]
    }
    let unordered = keywords.filter { !Self.annotations.contains($0.key) }
    return unordered.sorted { $0.key < $1.key }.flatMap { keyword, argument in
      check(keyword, argument, value, schema, path)
    }
  }

  private func check(
    _ keyword: String, _ argument: JSONValue, _ value: JSONValue, _ schema: JSONValue, _ path: String
  ) -> [Violation] {
    switch (keyword, argument) {
    case ("$ref", .string(let reference)): return follow(reference, value, path)
    case ("type", _): return Self.require(Self.hasType(argument, value), path, "is no \(argument)")
    case ("const", _): return Self.require(value == argument, path, "is not \(argument)")
    case ("enum", .array(let allowed)):
      return Self.require(allowed.contains(value), path, "\(value) is none of \(allowed)")
    case ("anyOf", .array(let options)): return any(of: options, value, path)
    case ("minimum", .number), ("maximum", .number): return bounds(keyword, argument, value, path)
    case ("properties", _), ("required", _), ("additionalProperties", _):
      return members(keyword, argument, value, schema, path)
    case ("items", _), ("minItems", _), ("maxItems", _): return elements(keyword, argument, value, path)
    default: return [Violation(path: path, message: "the schema's keyword \(keyword) is unknown")]
    }
  }

  private func follow(_ reference: String, _ value: JSONValue, _ path: String) -> [Violation] {
    let prefix = "#/$defs/"
    if reference == "#" { return check(value, against: root, at: path) }
    guard reference.hasPrefix(prefix),
      let target = root["$defs"]?[String(reference.dropFirst(prefix.count))]
    else { return [Violation(path: path, message: "the schema has no \(reference)")] }
    return check(value, against: target, at: path)
  }

  /// If no alternative fits, what keeps the first from fitting: schemas put null last.
  private func any(of options: [JSONValue], _ value: JSONValue, _ path: String) -> [Violation] {
    let results = options.map { check(value, against: $0, at: path) }
    if results.contains(where: \.isEmpty) { return [] }
    return [Violation(path: path, message: "fits none of the alternatives")] + (results.first ?? [])
  }

  private func bounds(
    _ keyword: String, _ argument: JSONValue, _ value: JSONValue, _ path: String
  ) -> [Violation] {
    guard case .number(let number) = value, case .number(let bound) = argument else { return [] }
    let isWithin = keyword == "minimum" ? number >= bound : number <= bound
    return Self.require(isWithin, path, "\(number) breaks \(keyword) \(bound)")
  }

  private func members(
    _ keyword: String, _ argument: JSONValue, _ value: JSONValue, _ schema: JSONValue, _ path: String
  ) -> [Violation] {
    guard case .object(let members) = value else { return [] }
    func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    switch (keyword, argument) {
    case ("required", .array(let names)):
      return names.flatMap { name -> [Violation] in
        guard case .string(let key) = name else { return [] }
        return Self.require(members[key] != nil, place(key), "is missing")
      }
    case ("properties", .object(let properties)):
      return members.flatMap { key, member in
        properties[key].map { check(member, against: $0, at: place(key)) } ?? []
      }
    default:
      return members.filter { schema["properties"]?[$0.key] == nil }.flatMap { key, member in
        check(member, against: argument, at: place(key))
      }
    }
  }

  private func elements(
    _ keyword: String, _ argument: JSONValue, _ value: JSONValue, _ path: String
  ) -> [Violation] {
    guard case .array(let elements) = value else { return [] }
    switch (keyword, argument) {
    case ("minItems", .number(let least)):
      return Self.require(Double(elements.count) >= least, path, "has fewer than \(least) items")
    case ("maxItems", .number(let most)):
      return Self.require(Double(elements.count) <= most, path, "has more than \(most) items")
    default:
      return elements.enumerated().flatMap { check($1, against: argument, at: "\(path)[\($0)]") }
    }
  }

  private static func require(_ condition: Bool, _ path: String, _ message: String) -> [Violation] {
    condition ? [] : [Violation(path: path, message: message)]
  }

  private static func hasType(_ type: JSONValue, _ value: JSONValue) -> Bool {
    if case .array(let types) = type { return types.contains { hasType($0, value) } }
    guard case .string(let name) = type else { return false }
    switch (name, value) {
    case ("null", .null), ("boolean", .boolean), ("number", .number), ("string", .string),
      ("array", .array), ("object", .object):
      return true
    case ("integer", .number(let number)): return number == number.rounded()
    default: return false
    }
  }
}
