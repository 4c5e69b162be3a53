package import ContendModel
package import ContendVerdict

/// What stands behind one reason: the verdict it speaks for, what was found, and what would decide more.
package struct EvidenceSection: Codable, Hashable, Sendable {
  package var verdict: Verdict
  /// An object with one key, the name of what was found.
  package var finding: Evidence
  package var suggestions: [Suggestion]

  package init(_ finding: Finding) {
    verdict = finding.verdict
    self.finding = finding.evidence
    suggestions = finding.evidence.suggestions
  }
}

extension KeyedDecodingContainer {
  /// Results of earlier versions have no evidence.
  func decode(_ type: [EvidenceSection].Type, forKey key: Key) throws -> [EvidenceSection] {
    try decodeIfPresent(type, forKey: key) ?? []
  }
}
