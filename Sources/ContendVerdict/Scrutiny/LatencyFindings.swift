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
        "Alone, without contention, its \(worse.metric.spoken) is \(figure(worse)) the control's "
          + "(\(Figures.number(worse.after)) ms, was \(Figures.number(worse.before)) ms; "
          + "\(worse.ratio.blocks) paired blocks): more than \(Figures.percent(worse.margin)) slower.")
    }
  }

  /// The figures where they decide nothing.
  package var notes: [String] {
    guard findings.isEmpty, let median = comparison.p50 else { return [] }
    let p99 = comparison.p99.map { ", its p99 \(Figures.factor($0))" } ?? ""
    let doubt =
      comparison.isOpen && !bounded.contains(.p50)
      ? " Whether that is more than \(Figures.percent(comparison.margins.p50)) slower was not decided in the time."
      : ""
    return ["Alone, without contention, its median is \(Figures.factor(median)) the control's\(p99).\(doubt)"]
  }

  /// With the interval of 95%, which is what readers expect; the decision took a wider one.
  private func figure(_ worse: LatencyComparison.Worsening) -> String {
    let told = worse.metric == .p50 ? comparison.p50 : comparison.p99
    return Figures.factor(told ?? worse.ratio)
  }

  private var checkFailed: Finding {
    let check = LatencyComparison(control: comparison.control, other: again, margins: comparison.margins)
    let figure = check.p50.map { ": its median is \(Figures.factor($0)) its own" } ?? ""
    return Finding(
      .inconclusive,
      "The A/A check failed: the control, run twice in each block, differs from itself\(figure). Latencies of "
        + "this machine show nothing now; run it again when it is quiet.")
  }
}

extension Threshold.Metric {
  fileprivate var spoken: String { self == .p50 ? "median" : rawValue }
}
