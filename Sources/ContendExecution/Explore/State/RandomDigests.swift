/// Whether hexadecimal digits in rows are random, so that they may be any other such in another run.
///
/// A digest of what the program works with says what that was, and is no random value: one function that
/// makes digits of something else, somewhere in the texts, and none of them counts as drawn.
enum RandomDigests {
  /// Some text makes digests, and all that do make them of random values alone.
  static func areAll(in texts: [String]) -> Bool {
    var found = false
    for text in texts {
      let words = pieces(of: text)
      if words.contains("setseed") { return false }
      for (index, word) in words.enumerated() where makers.contains(word) {
        guard isRandom(arguments(after: index, in: words)) else { return false }
        found = true
      }
    }
    return found
  }

  /// Functions whose text may be nothing but hexadecimal digits.
  private static let makers: Set<Substring> = [
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "digest", "hmac", "encode", "crypt", "to_hex",
    "replace", "regexp_replace", "translate", "repeat", "lpad", "rpad",
  ]

  private static let sources: Set<Substring> = [
    "random", "gen_random_uuid", "gen_random_bytes", "uuid_generate_v4", "uuidv4", "gen_salt",
  ]

  /// What may stand beside a random value without a say in it: casts, clocks, and what makes digests.
  private static let companions: Set<Substring> = makers.union([
    "(", ")", "text", "varchar", "character", "varying", "bytea", "double", "precision", "hex", "now",
    "clock_timestamp", "statement_timestamp", "transaction_timestamp", "current_timestamp",
  ])

  private static func isRandom(_ arguments: ArraySlice<Substring>?) -> Bool {
    guard let arguments, arguments.contains(where: sources.contains) else { return false }
    return arguments.allSatisfy {
      sources.contains($0) || companions.contains($0) || $0.allSatisfy(\.isNumber)
    }
  }

  /// What stands in the parentheses after a word; nil if there are none.
  private static func arguments(after index: Int, in words: [Substring]) -> ArraySlice<Substring>? {
    guard index + 1 < words.count, words[index + 1] == "(" else { return nil }
    var depth = 0
    for place in (index + 1)..<words.count {
      if words[place] == "(" { depth += 1 }
      if words[place] == ")" { depth -= 1 }
      if depth == 0 { return words[(index + 2)..<place] }
    }
    return nil
  }

  /// Words in lower case and parentheses, those in strings and comments included.
  private static func pieces(of text: String) -> [Substring] {
    let lowered = text.lowercased()
    var pieces: [Substring] = []
    var start: String.Index?
    for index in lowered.indices {
      let character = lowered[index]
      if character.isLetter || character.isNumber || character == "_" {
        start = start ?? index
        continue
      }
      if let begun = start { pieces.append(lowered[begun..<index]) }
      start = nil
      if character == "(" || character == ")" { pieces.append(lowered[index...index]) }
    }
    if let begun = start { pieces.append(lowered[begun...]) }
    return pieces
  }
}
