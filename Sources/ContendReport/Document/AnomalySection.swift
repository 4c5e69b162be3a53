package import ContendModel

/// The name of what went wrong, why it is that, and what would help.
package struct AnomalySection: Codable, Hashable, Sendable {
  package var anomalyClass: AnomalyClass
  /// The name in the literature (Adya, Berenson et al.), such as `P4`.
  package var alias: String?
  /// Why the failure is of this class, in one sentence.
  package var sentence: String
  /// What makes it vanish, such as a stronger isolation level.
  package var advice: [String]

  package init(
    _ anomalyClass: AnomalyClass, alias: String? = nil, sentence: String, advice: [String] = []
  ) {
    self.anomalyClass = anomalyClass
    self.alias = alias
    self.sentence = sentence
    self.advice = advice
  }

  private enum CodingKeys: String, CodingKey {
    case anomalyClass = "class"
    case alias, sentence, advice
  }
}
