package import ContendModel
package import ContendStatistics

/// What the variant with the bug did; the variant that ran, in commands that run only one.
package struct ControlSection: Codable, Hashable, Sendable {
  package var variant: String
  package var title: String
  /// At least one failing schedule or failing round was seen.
  package var reproduced: Bool
  /// Share of stress rounds that failed.
  package var failureRate: Double?
  package var interval: Interval?
  /// The class the scenario expects.
  package var expectedClass: AnomalyClass?
  package var anomaly: AnomalySection?
  /// Nil where the scenario names no symptom that could be seen.
  package var symptom: SymptomSection?
  package var blastRadius: BlastRadiusSection?
  package var failures: [FailureSection]
  /// Nil where the scenario has no code from before the change.
  package var before: BeforeSection?
  /// Figures and doubts that decide nothing, as sentences.
  package var notes: [String]
  package var explore: ExploreSection?
  package var stress: StressSection?

  package init(
    variant: String, title: String, reproduced: Bool, expectedClass: AnomalyClass? = nil,
    anomaly: AnomalySection? = nil, symptom: SymptomSection? = nil, blastRadius: BlastRadiusSection? = nil,
    failures: [FailureSection] = [], before: BeforeSection? = nil, notes: [String] = [],
    explore: ExploreSection? = nil,
    stress: StressSection? = nil
  ) {
    self.variant = variant
    self.title = title
    self.reproduced = reproduced
    self.failureRate = stress?.failureRate
    self.interval = stress?.interval
    self.expectedClass = expectedClass
    self.anomaly = anomaly
    self.symptom = symptom
    self.blastRadius = blastRadius
    self.failures = failures
    self.before = before
    self.notes = notes
    self.explore = explore
    self.stress = stress
  }

  /// At least one round or schedule came to its end.
  package var hasRun: Bool { (stress?.rounds ?? 0) + (explore?.schedules ?? 0) > 0 }

  private enum CodingKeys: String, CodingKey {
    case variant, title, reproduced
    case failureRate = "failure_rate"
    case interval
    case expectedClass = "expected_class"
    case anomaly, symptom
    case blastRadius = "blast_radius"
    case failures, before, notes, explore, stress
  }
}

/// How far the failure reached among the calls of the failing rounds and the others.
package struct BlastRadiusSection: Codable, Hashable, Sendable {
  /// Calls in all stress rounds.
  package var calls: Int
  /// Calls that failed or whose effect was lost.
  package var callsHit: Int
  package var share: Double
  /// Calls that were told `ok` though the database does not hold their effect; nil if unknown.
  package var acknowledgedLost: Int?

  package init(calls: Int, callsHit: Int, acknowledgedLost: Int? = nil) {
    self.calls = calls
    self.callsHit = callsHit
    self.share = calls == 0 ? 0 : Double(callsHit) / Double(calls)
    self.acknowledgedLost = acknowledgedLost
  }

  private enum CodingKeys: String, CodingKey {
    case calls
    case callsHit = "calls_hit"
    case share
    case acknowledgedLost = "acknowledged_lost"
  }
}
