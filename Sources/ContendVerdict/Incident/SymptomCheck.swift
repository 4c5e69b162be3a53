package import ContendModel

/// Whether the control shows what the incident looked like from outside.
///
/// A reproduction of something else is no reproduction of the incident; it decides nothing, and is reported.
package struct SymptomCheck: Sendable {
  /// One kind of failure that the control showed.
  package struct Seen: Hashable, Sendable {
    package var kind: FailureKind
    /// What happened, the server's own message included.
    package var sentence: String
    package var rounds: Int
    package var schedules: Int

    package init(_ kind: FailureKind, sentence: String, rounds: Int, schedules: Int) {
      self.kind = kind
      self.sentence = sentence
      self.rounds = rounds
      self.schedules = schedules
    }
  }

  package var symptom: Symptom
  package var seen: [Seen]
  /// SQLSTATEs in which calls ended without its being a failure.
  package var allowed: Set<String>
  package var rounds: Int
  package var schedules: Int

  package init(
    _ symptom: Symptom, seen: [Seen], allowed: Set<String> = [], rounds: Int, schedules: Int
  ) {
    self.symptom = symptom
    self.seen = seen
    self.allowed = allowed
    self.rounds = rounds
    self.schedules = schedules
  }

  /// Nil where the symptom names neither a code nor a message.
  package var isSeen: Bool? {
    guard symptom.sqlState != nil || symptom.message != nil else { return nil }
    return !matching.isEmpty || symptom.sqlState.map(allowed.contains) ?? false
  }

  /// The failures that are what was reported.
  package var matching: [Seen] { seen.filter(matches) }

  /// A failure with the reported SQLSTATE, whatever its message.
  package var sameState: Seen? {
    symptom.sqlState.flatMap { state in seen.first { $0.kind == .error(state) } }
  }

  /// What was seen instead: no oracle, where anything else says what happened.
  package var others: [Seen] {
    let kinds = seen.filter { $0.kind != .serialOracle && $0.kind != .strictOracle }
    return kinds.isEmpty ? seen : kinds
  }

  private func matches(_ seen: Seen) -> Bool {
    if let state = symptom.sqlState, seen.kind != .error(state) { return false }
    guard let message = symptom.message else { return true }
    return Self.plain(seen.sentence).contains(Self.plain(message))
  }

  /// As logs and people write it: without the severity before it, in one case and with single spaces.
  private static func plain(_ text: String) -> String {
    var words = text.lowercased().split(whereSeparator: \.isWhitespace)
    if let first = words.first, ["error:", "fatal:"].contains(first) { words.removeFirst() }
    if words.last?.hasSuffix(".") == true, let last = words.popLast() { words.append(last.dropLast()) }
    return words.joined(separator: " ")
  }
}
