package import ContendModel
import ContendStatistics

/// What a comparison of latencies means for the verdict.
package struct LatencyFindings: Sendable {
  package let comparison: LatencyComparison
  /// The control's second runs in the same blocks.
  package let again: [LatencyComparison.Sample]
  /// Metrics that a `\threshold` bounds: the scenario has said itself what is acceptable.
  package let bounded: Set<Threshold.Metric>

  package init(
    _ comparison: LatencyComparison, again: [LatencyComparison.Sample], bounded: Set<Threshold.Metric> = []
  ) {
    self.comparison = comparison
    self.again = again
    self.bounded = bounded
  }

  /// Whether the control, run twice in each block, differs from itself.
  package var isCheckFailed: Bool {
    LatencyComparison.differs(comparison.control, from: again, margins: comparison.margins)
  }

  package var findings: [Finding] {
    if isCheckFailed { return [checkFailed] }
    return comparison.worsenings.filter { !bounded.contains($0.metric) }.map { worse in
      Finding(
        .regressed,
        .scrutiny(
          .slowerAlone(
            metric: worse.metric, ratio: ratio(worse), before: worse.before, after: worse.after,
            margin: worse.margin)))
    }
  }

  /// The figures where they decide nothing.
  package var notes: [Evidence] {
    guard findings.isEmpty, let median = comparison.p50 else { return [] }
    let isUndecided = comparison.isOpen && !bounded.contains(.p50)
    return [
      .scrutiny(
        .latencyAlone(
          p50: median, p99: comparison.p99, undecided: isUndecided ? comparison.margins.p50 : nil))
    ]
  }

  /// With the interval of 95%, which is what readers expect; the decision took a wider one.
  private func ratio(_ worse: LatencyComparison.Worsening) -> PairedRatio {
    (worse.metric == .p50 ? comparison.p50 : comparison.p99) ?? worse.ratio
  }

  private var checkFailed: Finding {
    let check = LatencyComparison(control: comparison.control, other: again, margins: comparison.margins)
    return Finding(.inconclusive, .scrutiny(.unsteadyMachine(ratio: check.p50)))
  }
}
