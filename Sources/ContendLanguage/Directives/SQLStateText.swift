import ContendModel

/// SQLSTATEs as scenarios write them.
enum SQLStateText {
  /// Five digits or capitals.
  static func isState(_ text: String) -> Bool { text.utf8.count == 5 && text.utf8.allSatisfy(belongs) }
  /// The first two of them.
  static func isClass(_ text: String) -> Bool { text.utf8.count == 2 && text.utf8.allSatisfy(belongs) }

  private static func belongs(_ byte: UInt8) -> Bool {
    byte.isDigit || (byte.isLetter && byte == byte.uppercased)
  }

  static func malformed(_ text: String, at location: SourceLocation) -> Diagnostic {
    Diagnostic(.error, at: location, "'\(text.prefix(40))' is not an SQLSTATE", hint: hint(for: text))
  }

  private static func hint(for text: String) -> String {
    if let state = conditions[text.lowercased()] { return "\(text) is SQLSTATE \(state)" }
    if isState(text.uppercased()) { return "SQLSTATEs are in capitals: \(text.uppercased())" }
    return "an SQLSTATE has five digits or capitals, such as 40001; its first two name the class"
  }

  /// Names that PL/pgSQL uses, for those who remember these.
  private static let conditions = [
    "serialization_failure": "40001", "deadlock_detected": "40P01", "deadlock": "40P01",
    "unique_violation": "23505", "check_violation": "23514", "foreign_key_violation": "23503",
    "not_null_violation": "23502", "exclusion_violation": "23P01", "lock_not_available": "55P03",
    "query_canceled": "57014", "no_data_found": "P0002", "raise_exception": "P0001",
  ]
}

extension Arguments {
  /// `40001, 23, timeout`: what `\try` and `\retry` catch.
  mutating func errorPatterns() throws(Diagnostic) -> [ErrorPattern] {
    var patterns: [ErrorPattern] = []
    repeat {
      guard let word = word() else { throw error("expected an SQLSTATE") }
      patterns.append(try Self.errorPattern(word))
    } while take(symbol: ",")
    return patterns
  }

  private static func errorPattern(_ word: Word) throws(Diagnostic) -> ErrorPattern {
    switch word.text {
    case "timeout": return .timeout
    case "pool_timeout": return .poolTimeout
    case let text where SQLStateText.isState(text): return .sqlState(text)
    case let text where SQLStateText.isClass(text): return .sqlStateClass(text)
    default: throw SQLStateText.malformed(word.text, at: word.location)
    }
  }
}
