import ContendChecking
import ContendModel
import ContendReport
import ContendVerdict

extension ScenarioSection {
  init(_ file: ScenarioFile, _ options: RunOptions, on server: TestServer) async throws {
    let scenario = file.scenario
    let parameters = scenario.parameters.map { (scenario.symbols[$0.variable], $0.value.text ?? "NULL") }
    self.init(
      name: scenario.name, title: scenario.title, file: file.path, sha256: try await server.sha256(file.text),
      profile: file.profile, parameters: StringMap(Dictionary(parameters) { $1 }),
      overrides: StringMap(Dictionary(options.parameters.map { ($0.name, $0.value) }) { $1 }),
      clients: options.clients, calls: options.calls, rate: options.rate)
  }
}

extension AnomalySection {
  init(_ anomaly: Anomaly, advice: [IsolationAdvice] = []) {
    self.init(
      anomaly.anomalyClass, alias: anomaly.alias, sentence: Sentences.text(anomaly),
      advice: advice.map { Sentences.text($0) })
  }

  /// Nil where nothing failed that has a name.
  init?(_ result: ExploreResult) {
    guard let anomaly = result.anomaly else { return nil }
    self.init(anomaly, advice: result.advice)
  }
}

extension FixSection {
  /// The verdict on a fix in words.
  init(_ variant: Variant, _ verdict: FixVerdict, _ sentences: Sentences) {
    self.init(
      name: variant.name, title: variant.title, verdict: verdict.verdict, expected: variant.expected,
      expectedClass: variant.expectedClass, reasons: verdict.findings.map { sentences.text($0.evidence) },
      evidence: verdict.findings.map(EvidenceSection.init), notes: verdict.notes.map(sentences.text))
  }
}

extension BlastRadiusSection {
  /// The calls that failed themselves; nil where only the database is wrong and no call can be blamed.
  init?(_ arm: JudgedArm) {
    guard arm.failedCalls > 0 else { return nil }
    self.init(calls: arm.tally.calls, callsHit: arm.failedCalls)
  }
}

extension NearestSection {
  init(_ difference: OutcomeDifference) {
    self.init(
      order: difference.order,
      differences: difference.items.map {
        Difference(table: $0.table, row: $0.row, column: $0.column, seen: $0.seen, serial: $0.serial)
      })
  }
}
