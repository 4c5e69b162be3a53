import ContendChecking
import ContendModel
import ContendReport
import ContendVerdict

/// A failing round with every statement written down, named and ready to be shown.
struct TracedFailure {
  /// Rounds to trace before giving up on a rare failure.
  private static let attempts = 20

  var anomaly: Anomaly
  /// Nil where the calls that show it left no trace.
  var counterexample: CounterexampleSection?

  /// Runs traced rounds of an arm that has failed, until one fails again; nil if none does.
  static func find(in arm: JudgedArm, _ options: RunOptions) async throws -> TracedFailure? {
    guard arm.tally.failedRounds > 0,
      let (history, failure) = try await arm.traceFailure(attempts: attempts, stopSignal: options.stopSignal)
    else { return nil }
    let isolation = arm.variant.conditions.isolation ?? .readCommitted
    guard let anomaly = Classifier(isolation: isolation).classify(history, failures: [failure]) else {
      return nil
    }
    let shown = CounterexampleSection(
      tracing: history, calls: Set(anomaly.calls.isEmpty ? failure.calls : anomaly.calls),
      missed: anomaly.missed, kind: failure.kind,
      failure: Sentences.text(anomaly), violated: failure.rows, locations: arm.variant.statementLocations)
    return TracedFailure(anomaly: anomaly, counterexample: shown.steps.isEmpty ? nil : shown)
  }
}
