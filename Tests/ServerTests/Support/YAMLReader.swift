import ContendTestSupport

/// Reads as much of YAML as a compose file and the recipes for shards need: maps and lists by indentation, lists in
/// brackets, quoted and plain scalars. Everything else is an error.
struct YAMLReader {
  struct Mistake: Error, CustomStringConvertible {
    var line: Int
    var reason: String
    var description: String { "line \(line): \(reason)" }
  }

  private struct Line {
    var number: Int
    var indent: Int
    var text: Substring
  }

  private var lines: [Line] = []
  private var next = 0

  static func read(_ text: String) throws -> JSONValue {
    var reader = YAMLReader()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = line.drop { $0 == " " }
      if content.isEmpty || content.hasPrefix("#") { continue }
      if content.contains("\t") { throw Mistake(line: index + 1, reason: "a tab") }
      reader.lines.append(Line(number: index + 1, indent: line.count - content.count, text: content))
    }
    let value = try reader.block(indent: 0)
    guard reader.next == reader.lines.count else { throw reader.mistake("unexpected indentation") }
    return value
  }

  private func mistake(_ reason: String) -> Mistake {
    Mistake(line: next < lines.count ? lines[next].number : lines.last?.number ?? 0, reason: reason)
  }

  private mutating func block(indent: Int) throws -> JSONValue {
    guard next < lines.count, lines[next].indent == indent else { throw mistake("nothing here") }
    return lines[next].text.hasPrefix("- ") ? try list(indent) : try map(indent)
  }

  private mutating func list(_ indent: Int) throws -> JSONValue {
    var items: [JSONValue] = []
    while next < lines.count, lines[next].indent == indent {
      guard lines[next].text.hasPrefix("- ") else { throw mistake("no item of the list") }
      let item = lines[next].text.dropFirst(2)
      if Self.beginsMap(item) {
        lines[next].text = item
        lines[next].indent += 2
        items.append(try map(indent + 2))
      } else {
        items.append(try scalar(item))
        next += 1
      }
    }
    return .array(items)
  }

  /// A key of one word, and a colon that ends the line or stands before a space.
  private static func beginsMap(_ item: Substring) -> Bool {
    let key = item.prefix { $0.isLetter || $0 == "-" || $0 == "_" }
    let rest = item.dropFirst(key.count)
    return !key.isEmpty && (rest == ":" || rest.hasPrefix(": "))
  }

  private mutating func map(_ indent: Int) throws -> JSONValue {
    var members: [String: JSONValue] = [:]
    while next < lines.count, lines[next].indent == indent {
      let text = lines[next].text
      guard let colon = text.firstIndex(of: ":") else { throw mistake("no key") }
      let key = String(text[..<colon])
      let rest = text[text.index(after: colon)...].drop { $0 == " " }
      guard members[key] == nil else { throw mistake("\(key) twice") }
      if rest.isEmpty {
        next += 1
        guard next < lines.count, lines[next].indent > indent else { throw mistake("\(key) is empty") }
        members[key] = try block(indent: lines[next].indent)
      } else {
        members[key] = try scalar(rest)
        next += 1
      }
    }
    return .object(members)
  }

  private func scalar(_ text: Substring) throws -> JSONValue {
    if text.hasPrefix("[") || text.hasPrefix("\"") {
      // In brackets and quotes, YAML of this kind is JSON.
      guard let value = try? JSONValue(text: String(text)) else { throw mistake("malformed: \(text)") }
      return value
    }
    if text.contains(" #") || text.contains(": ") || "&*!|>{%@`'".contains(text.first ?? " ") {
      throw mistake("this reader does not know: \(text)")
    }
    return Int(text).map { .number(Double($0)) } ?? .string(String(text))
  }
}
