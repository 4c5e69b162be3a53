import ContendChecking
import ContendExploration
import ContendModel
import ContendReport
import ContendVerdict

/// Turns what a replay did into the section of the result.
struct ReplaySection {
  let seen: ReplayOutcome
  let variant: Variant
  let clients: Int
  let scenario: Scenario
  let sentences: Sentences

  init(
    _ seen: ReplayOutcome, variant: Variant, clients: Int, scenario: Scenario, _ sentences: Sentences
  ) {
    self.seen = seen
    self.variant = variant
    self.clients = clients
    self.scenario = scenario
    self.sentences = sentences
  }

  private var divergedAt: Int? { seen.divergence?.step ?? seen.changedStep }
  private var hasDiverged: Bool { divergedAt != nil }

  var exitCode: Int32 {
    if hasDiverged || seen.history == nil { return 2 }
    return seen.judgement.failures.isEmpty ? 0 : 1
  }

  var control: ControlSection {
    let anomaly = anomaly
    return ControlSection(
      variant: variant.name, title: variant.title, reproduced: !seen.judgement.failures.isEmpty,
      expectedClass: scenario.expectedClass, anomaly: anomaly.map { AnomalySection($0) },
      failures: seen.judgement.failures.map {
        FailureSection($0.kind, schedules: 1, sentence: Sentences.text($0.evidence), sample: $0.rows)
      },
      notes: notes, explore: explore(anomaly))
  }

  private var anomaly: Anomaly? {
    seen.history.flatMap {
      Classifier(isolation: variant.conditions.isolation ?? .readCommitted)
        .classify($0, failures: seen.judgement.failures)
    }
  }

  private func explore(_ anomaly: Anomaly?) -> ExploreSection {
    var example = seen.history.map {
      CounterexampleSection(
        tracing: $0, missed: anomaly?.missed ?? [], kind: seen.judgement.failures.first?.kind,
        failure: anomaly.map { Sentences.text($0) },
        violated: seen.judgement.failures.lazy.compactMap(\.rows).first, locations: variant.statementLocations
      )
    }
    if example?.steps.isEmpty == true { example = nil }
    example?.round = nil
    example?.schedule = seen.token?.description
    return ExploreSection(
      clients: clients, calls: scenario.exploreScope.calls, strategy: seen.token == nil ? "serial" : "replay",
      reduction: Reduction.begin.rawValue, schedules: seen.history == nil ? 0 : 1,
      complete: !hasDiverged,
      failing: seen.judgement.failures.isEmpty ? 0 : 1, diverged: hasDiverged ? 1 : 0,
      divergedAt: divergedAt, stuck: seen.stuck.count,
      coverage: "One schedule, run again.", counterexample: example)
  }

  private var notes: [String] {
    [
      seen.divergence.map {
        Sentences.divergence(at: $0.step, wanted: $0.expected, possible: $0.enabled)
      }, seen.changedStep.map(Sentences.changedStatement),
    ].compactMap(\.self) + doubts.map(sentences.text)
  }

  private var doubts: [Evidence] {
    [seen.stranger.map { .schedules(.foreignBlocker(session: $0)) }].compactMap(\.self)
      + seen.stuck.map { .schedules(.stuckCall(call: $0.name, place: nil)) }
  }
}
