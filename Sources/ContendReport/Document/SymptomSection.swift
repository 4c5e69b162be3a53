/// What the incident looked like from outside, and whether the control showed it.
package struct SymptomSection: Codable, Hashable, Sendable {
  package var sqlState: String?
  package var message: String?
  /// A call ended so, or a failure says so.
  package var seen: Bool
  package var sentence: String

  package init(sqlState: String?, message: String?, seen: Bool, sentence: String) {
    self.sqlState = sqlState
    self.message = message
    self.seen = seen
    self.sentence = sentence
  }

  private enum CodingKeys: String, CodingKey {
    case sqlState = "sqlstate"
    case message, seen, sentence
  }
}
