/// Hands out a token for each value, the same for the same value, and finds values that a sentence repeats.
struct Redactor {
  private(set) var tokens: [String: String] = [:]

  mutating func token(for value: String) -> String {
    if let token = tokens[value] { return token }
    let token = "‹v\(tokens.count + 1)›"
    tokens[value] = token
    return token
  }

  /// The name of a row, as `id = 1, line = 2`: the columns stay. A row that is a call has no value.
  mutating func token(ofRow row: String) -> String {
    row.split(separator: ", ").map { part in
      guard let sign = part.firstRange(of: " = ") else { return String(part) }
      return part[..<sign.upperBound] + token(for: String(part[sign.upperBound...]))
    }.joined(separator: ", ")
  }

  /// A message of the server, without what it quotes after a colon.
  func redactedMessage(_ message: String) -> String {
    redacted(message.replacing(#/: ".*"/#.dotMatchesNewlines(), with: ": \"…\""), .ofRows)
  }

  /// How much of a sentence may be a value.
  enum Prose {
    /// It tells of rows: every known value in it is one, unless it counts or numbers something.
    case ofRows
    /// It tells of rounds and schedules: a bare integer is a figure, unless it follows `=`.
    case ofFigures
  }

  /// The sentence with every value that has a token replaced, the longest first.
  func redacted(_ sentence: String, _ prose: Prose) -> String {
    let values = tokens.keys.filter { !$0.isEmpty }.sorted { ($1.count, $0) < ($0.count, $1) }
    var result = ""
    var rest = Substring(sentence)
    while !rest.isEmpty {
      let isAtWord = result.last.map { !Self.isOfWord($0) } ?? true
      let found = isAtWord ? values.first { stands($0, at: rest, after: result, prose) } : nil
      if let found {
        result += tokens[found] ?? found
        rest = rest.dropFirst(found.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }

  private func stands(_ value: String, at rest: Substring, after before: String, _ prose: Prose) -> Bool {
    guard rest.hasPrefix(value) else { return false }
    let tail = rest.dropFirst(value.count)
    guard tail.first.map({ !Self.isOfWord($0) }) ?? true else { return false }
    guard value.allSatisfy(\.isASCII), Int(value) != nil else {
      return value.count > 1 || before.hasSuffix("= ")
    }
    if before.hasSuffix("= ") { return true }
    return prose == .ofRows && !Self.isFigure(before, tail)
  }

  /// A number that counts what follows it, or that numbers what stands before it.
  private static func isFigure(_ before: String, _ tail: Substring) -> Bool {
    let counted = [
      "row", "round", "schedule", "call", "client", "interleaving", "of ", "more", "time", "transaction",
    ]
    let numbered = ["client ", "call ", "step ", "round ", "attempt "]
    let next = tail.drop { $0 == " " }
    return tail.hasPrefix("%") || tail.hasPrefix(".") && tail.dropFirst().first?.isNumber == true
      || tail.first == " " && counted.contains { next.hasPrefix($0) }
      || numbered.contains { before.hasSuffix($0) }
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
