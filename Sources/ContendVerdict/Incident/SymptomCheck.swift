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

  private var matching: [Seen] { seen.filter(matches) }

  private func matches(_ seen: Seen) -> Bool {
    if let state = symptom.sqlState, seen.kind != .error(state) { return false }
    guard let message = symptom.message else { return true }
    return Self.plain(seen.sentence).contains(Self.plain(message))
  }

  package var sentence: String? {
    guard let isSeen else { return nil }
    if isSeen {
      return
        "The reported \(name) was seen\(matching.first.map { " \(count($0))" } ?? ", and is allowed")."
    }
    let close = symptom.sqlState.flatMap { state in seen.first { $0.kind == .error(state) } }
    if let close, let message = symptom.message {
      return "The reported \(symptom.sqlState ?? "") was seen \(count(close)), but not with the message "
        + "“\(message)”: \(close.sentence)"
    }
    let kinds = seen.filter { $0.kind != .serialOracle && $0.kind != .strictOracle }
    let others = (kinds.isEmpty ? seen : kinds).map {
      "\($0.kind) (\(amount($0.rounds, $0.schedules, joined: ", ")))"
    }
    return
      "The reported \(name) was not seen in \(amount(rounds, schedules, joined: " and ")); what was seen is "
      + (others.isEmpty ? "no failure." : "\(others.joined(separator: ", ")).")
  }

  private var name: String {
    [symptom.sqlState, symptom.message.map { "“\($0)”" }].compactMap(\.self).joined(separator: " ")
  }

  private func count(_ seen: Seen) -> String {
    "in \(amount(seen.rounds, seen.schedules, joined: " and "))"
  }

  /// Of what was run: a command that explores has no rounds to tell of.
  private func amount(_ rounds: Int, _ schedules: Int, joined: String) -> String {
    let parts = [
      self.rounds > 0 || self.schedules == 0 ? Self.plural(rounds, "round") : nil,
      self.schedules > 0 || self.rounds == 0 ? Self.plural(schedules, "schedule") : nil,
    ]
    return parts.compactMap(\.self).joined(separator: joined)
  }

  private static func plural(_ count: Int, _ noun: String) -> String {
    "\(Figures.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// As logs and people write it: without the severity before it, in one case and with single spaces.
  private static func plain(_ text: String) -> String {
    var words = text.lowercased().split(whereSeparator: \.isWhitespace)
    if let first = words.first, ["error:", "fatal:"].contains(first) { words.removeFirst() }
    if words.last?.hasSuffix(".") == true, let last = words.popLast() { words.append(last.dropLast()) }
    return words.joined(separator: " ")
  }
}
