package import ContendModel
package import ContendStatistics
package import ContendVerdict

/// What was shown about one fix.
package struct FixSection: Codable, Hashable, Sendable {
  package var name: String
  package var title: String
  package var verdict: Verdict
  /// Verdicts that `\expect` accepts, as it names them; any of them will do.
  package var expected: [String]
  /// The class that its failure must have; nil where `\expect` names none.
  package var expectedClass: AnomalyClass?
  /// Why the verdict, as sentences with figures.
  package var reasons: [String]
  /// What each reason says, as figures.
  package var evidence: [EvidenceSection]
  /// Figures that decide nothing, as sentences.
  package var notes: [String]
  package var failures: [FailureSection]
  /// The class of the fix's own failure; nil if none was seen.
  package var anomaly: AnomalySection?
  package var explore: ExploreSection?
  package var stress: StressSection?
  /// Fix against control; nil unless both ran under stress.
  package var comparison: ComparisonSection?

  package init(
    name: String, title: String, verdict: Verdict, expected: [VerdictPattern] = [.eliminated],
    expectedClass: AnomalyClass? = nil, reasons: [String], evidence: [EvidenceSection] = [],
    notes: [String] = [], failures: [FailureSection] = [],
    anomaly: AnomalySection? = nil, explore: ExploreSection? = nil, stress: StressSection? = nil,
    comparison: ComparisonSection? = nil
  ) {
    self.name = name
    self.title = title
    self.verdict = verdict
    self.expected = expected.map(\.description)
    self.expectedClass = expectedClass
    self.reasons = reasons
    self.evidence = evidence
    self.notes = notes
    self.failures = failures
    self.anomaly = anomaly
    self.explore = explore
    self.stress = stress
    self.comparison = comparison
  }

  private enum CodingKeys: String, CodingKey {
    case name, title, verdict, expected
    case expectedClass = "expected_class"
    case reasons, evidence, notes, failures, anomaly, explore, stress, comparison
  }

  /// Takes another verdict, with its reasons in words.
  package mutating func judge(by verdict: FixVerdict, _ sentences: Sentences) {
    self.verdict = verdict.verdict
    reasons = verdict.findings.map { sentences.text($0.evidence) }
    evidence = verdict.findings.map(EvidenceSection.init)
    notes = verdict.notes.map(sentences.text)
  }

  /// Its failure was named, as another class than `\expect` says.
  package var missesClass: Bool {
    expectedClass != nil && anomaly != nil && anomaly?.anomalyClass != expectedClass
  }

  /// Whether the verdict is one that `\expect` accepts, and the class of its failure the one it names.
  package var meetsExpectation: Bool {
    !missesClass && expected.compactMap { VerdictPattern($0) }.contains { $0.accepts(verdict) }
  }
}

/// Figures of a fix as factors of the control's: 1 is equal, 2 is twice as much.
package struct ComparisonSection: Codable, Hashable, Sendable {
  /// Under the load of the run, where a control that does not wait is fast.
  package var p50: RatioSection?
  package var p99: RatioSection?
  package var throughput: RatioSection?
  /// Of calls that ran alone, one after another; nil where that was not measured.
  package var aloneP50: RatioSection?
  package var aloneP99: RatioSection?
  /// Nil without `\partition`.
  package var partition: PartitionSection?

  package init(
    p50: RatioSection? = nil, p99: RatioSection? = nil, throughput: RatioSection? = nil,
    aloneP50: RatioSection? = nil, aloneP99: RatioSection? = nil, partition: PartitionSection? = nil
  ) {
    self.p50 = p50
    self.p99 = p99
    self.throughput = throughput
    self.aloneP50 = aloneP50
    self.aloneP99 = aloneP99
    self.partition = partition
  }

  private enum CodingKeys: String, CodingKey {
    case p50, p99, throughput
    case aloneP50 = "alone_p50"
    case aloneP99 = "alone_p99"
    case partition
  }
}

/// Throughput of several clients on distinct values of `\partition`, as factors of one client's.
package struct PartitionSection: Codable, Hashable, Sendable {
  package var clients: Int
  package var control: RatioSection
  package var fix: RatioSection

  package init(clients: Int, control: RatioSection, fix: RatioSection) {
    self.clients = clients
    self.control = control
    self.fix = fix
  }
}

/// A factor with its interval; the interval is nil where there were too few blocks for one.
package struct RatioSection: Codable, Hashable, Sendable {
  package var ratio: Double
  package var interval: Interval?

  package init(_ ratio: Double, interval: Interval? = nil) {
    self.ratio = ratio
    self.interval = interval
  }
}
