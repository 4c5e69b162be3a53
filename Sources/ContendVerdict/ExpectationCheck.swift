package import ContendModel

/// Compares verdicts with what a scenario expects, and chooses the exit code of `prove`.
package struct ExpectationCheck: Sendable {
  /// What came out for one fix.
  package struct Result: Hashable, Sendable {
    package var name: String
    package var verdict: Verdict
    /// Any of them will do.
    package var expected: [VerdictPattern]
    /// Its failure is of another class than it says.
    package var missesClass = false

    package init(name: String, verdict: Verdict, expected: [VerdictPattern], missesClass: Bool = false) {
      self.missesClass = missesClass
      self.name = name
      self.verdict = verdict
      self.expected = expected
    }

    package var isMet: Bool { !missesClass && expected.contains { $0.accepts(verdict) } }
  }

  package var results: [Result]
  /// The class of the header's `\expect`.
  package var expectedClass: AnomalyClass?
  /// What the control's failure was called; nil where it did not fail.
  package var controlClass: AnomalyClass?

  package init(
    results: [Result], expectedClass: AnomalyClass? = nil, controlClass: AnomalyClass? = nil
  ) {
    self.results = results
    self.expectedClass = expectedClass
    self.controlClass = controlClass
  }

  /// Without `--fix`: 0 if everything is as expected, 2 if the only misses are inconclusive, else 1.
  ///
  /// A control that showed no failure at all misses its class inconclusively.
  package var exitCodeOfExpectations: Int32 {
    let missed = results.filter { !$0.isMet }
    let isClassWrong = expectedClass != nil && controlClass != nil && controlClass != expectedClass
    if isClassWrong || missed.contains(where: { $0.verdict != .inconclusive || $0.missesClass }) { return 1 }
    let isClassMissing = expectedClass != nil && controlClass == nil
    return missed.isEmpty && !isClassMissing ? 0 : 2
  }

  /// With `--fix`: the code of the verdict with the highest priority, whatever was expected.
  ///
  /// 2 without any fix: nothing was shown.
  package var exitCodeOfVerdicts: Int32 {
    results.map(\.verdict).max { $0.priority < $1.priority }?.exitCode ?? Verdict.inconclusive.exitCode
  }
}
