package import ContendModel
package import ContendStatistics

/// One thing that was found about a fix and the verdict it speaks for.
package struct Finding: Codable, Hashable, Sendable {
  package var verdict: Verdict
  package var evidence: Evidence

  package init(_ verdict: Verdict, _ evidence: Evidence) {
    self.verdict = verdict
    self.evidence = evidence
  }
}

/// The verdict on a fix with all that speaks for it.
package struct FixVerdict: Hashable, Sendable {
  package var verdict: Verdict
  /// Those that decide first.
  package var findings: [Finding]
  /// What a reader should know that decides nothing.
  package var notes: [Evidence]
  /// Bounds p_fix/p_control at confidence 1 - α; nil where the fix failed or the control did not.
  package var upperBound: Double?
  /// Estimate of p_fix/p_control; nil while the control has not failed.
  package var factor: Double?
  /// Exact 95% interval of `factor`.
  package var factorInterval: Interval?

  /// The finding of the highest priority decides; without any, nothing was shown.
  package init(findings: [Finding], notes: [Evidence] = []) {
    let ordered = findings.enumerated().sorted {
      ($1.element.verdict.priority, $0.offset) < ($0.element.verdict.priority, $1.offset)
    }
    self.findings = ordered.map(\.element)
    verdict = self.findings.first?.verdict ?? .inconclusive
    self.notes = notes
  }
}
