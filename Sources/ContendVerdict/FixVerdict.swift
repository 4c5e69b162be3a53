package import ContendModel
package import ContendStatistics

/// One thing that was found about a fix and the verdict it speaks for.
package struct Finding: Hashable, Sendable {
  package var verdict: Verdict
  /// A sentence with numbers.
  package var reason: String

  package init(_ verdict: Verdict, _ reason: String) {
    self.verdict = verdict
    self.reason = reason
  }
}

/// The verdict on a fix with all that speaks for it.
package struct FixVerdict: Hashable, Sendable {
  package var verdict: Verdict
  /// Sentences, those that decide first.
  package var reasons: [String]
  /// What a reader should know that decides nothing.
  package var notes: [String]
  /// Bounds p_fix/p_control at confidence 1 - α; nil where the fix failed or the control did not.
  package var upperBound: Double?
  /// Estimate of p_fix/p_control; nil while the control has not failed.
  package var factor: Double?
  /// Exact 95% interval of `factor`.
  package var factorInterval: Interval?

  /// The finding of the highest priority decides; without any, nothing was shown.
  package init(findings: [Finding], notes: [String] = []) {
    let ordered = findings.enumerated().sorted {
      ($1.element.verdict.priority, $0.offset) < ($0.element.verdict.priority, $1.offset)
    }
    verdict = ordered.first?.element.verdict ?? .inconclusive
    reasons = ordered.map(\.element.reason)
    self.notes = notes
  }
}
