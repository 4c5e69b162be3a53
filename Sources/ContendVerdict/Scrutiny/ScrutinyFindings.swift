/// What a fix that never failed was asked before it counts as eliminated, and what came of it.
package struct ScrutinyFindings: Sendable {
  package var findings: [Finding] = []
  package var notes: [Evidence] = []
  /// Latency alone against the control's; nil where it was not compared.
  package var alone: LatencyComparison?
  /// Nil without `\partition`.
  package var partition: PartitionGain?

  package init() {}
}
