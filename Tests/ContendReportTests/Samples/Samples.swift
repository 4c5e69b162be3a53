import ContendModel
import ContendReport
import ContendStatistics
import ContendVerdict

/// Documents that the tests render: small, and like what a run writes.
enum Samples {
  static let scenario = ScenarioSection(
    name: "lost-update", title: "Lost update on the inventory decrement",
    file: "Scenarios/lost-update.race.sql", sha256: String(repeating: "ab", count: 32),
    parameters: ["sku": "A-1", "stock": "100"])

  static let server = ServerSection(
    version: "16.3", managed: true, source: .embedded,
    settings: ["fsync": "off", "synchronous_commit": "off"])

  static let lostUpdate = AnomalySection(
    .lostUpdate, alias: "P4",
    sentence: "client 2 read stock = 100 before client 1's decrement was visible and overwrote it",
    advice: ["vanishes at REPEATABLE READ, where the second writer gets 40001"])

  static let violated = RowSample(
    columns: ["sku", "stock", "sold"], rows: [["A-1", "98", "4"], ["B-2", nil, "1"]], count: 2)

  static func latency(_ p50: Double) -> LatencySection {
    LatencySection(p50: p50, p95: p50 * 3, p99: p50 * 6, max: p50 * 10, mean: p50 * 1.25)
  }

  static func stress(
    rounds: Int, failed: Int, _ interval: Interval, upperBound: Double? = nil, p50: Double,
    throughput: Double, outcomes: StringMap<Int>, counterexample: CounterexampleSection? = nil
  ) -> StressSection {
    StressSection(
      settings: StressSettingsSection(clients: 50, calls: 2), rounds: rounds, failedRounds: failed,
      interval: interval, upperBound: upperBound, calls: rounds * 100, latency: latency(p50),
      throughput: throughput, statementsPerCall: 4, attemptsPerCall: 1,
      errorRate: 0, rejectRate: 0.006, retryRate: 0, outcomes: outcomes,
      counterexample: counterexample)
  }

  static func explore(
    schedules: Int, failing: Int, counterexample: CounterexampleSection? = nil
  ) -> ExploreSection {
    ExploreSection(
      clients: 2, calls: 1, strategy: "depth-first", reduction: "mvcc", schedules: schedules,
      redundant: 2, complete: true, failing: failing,
      coverage: "All \(schedules) classes of interleavings (row + MVCC reduction, READ COMMITTED) of "
        + "2 clients × 1 call from this initial state; 0 diverged, 0 uncontrolled wakes, 0 stuck. "
        + "Not covered: more clients, other data, races inside one statement, crashes.",
      counterexample: counterexample)
  }

  static let control = ControlSection(
    variant: "buggy", title: "read, compute in the application, write back", reproduced: true,
    expectedClass: .lostUpdate, anomaly: lostUpdate,
    symptom: SymptomSection(
      sqlState: "23514", message: nil, seen: false,
      sentence:
        "The reported 23514 was not seen in 17 rounds and 6 schedules; what was seen is invariant:conserved (17 rounds, 4 schedules)."
    ),
    blastRadius: BlastRadiusSection(calls: 1700, callsHit: 1632, acknowledgedLost: 1598),
    failures: [
      FailureSection(
        .invariant("conserved"), rounds: 17, rate: 1, interval: Interval(low: 0.805, high: 1),
        firstRound: 1, schedules: 4,
        sentence: "what was sold plus what is left is what we started with: 2 rows violate it",
        sample: violated)
    ],
    before: BeforeSection(
      variant: "before", title: "the row was locked", rounds: 68, failedRounds: 0, schedules: 6,
      failingSchedules: 0,
      sentence:
        "The change brought it: before fails in 0 of 68 rounds and 0 of 6 interleavings, buggy in 17 of 17 rounds and 4 of 6 interleavings."
    ),
    explore: explore(schedules: 6, failing: 4, counterexample: Interleavings.lostUpdate),
    stress: stress(
      rounds: 17, failed: 17, Interval(low: 0.805, high: 1), p50: 4.1, throughput: 4210,
      outcomes: ["ok": 1690, "rejected:out_of_stock": 10]))

  static let atomic = FixSection(
    name: "atomic", title: "one conditional UPDATE", verdict: .eliminatedProved,
    reasons: [
      "all 3 classes of interleavings pass", "0 of 68 rounds failed while the control failed 17 times",
    ],
    evidence: [
      Finding(
        .eliminatedProved,
        .schedules(.noneFails(classes: 3, clients: 2, control: Share(4, of: 6), stressed: true))),
      Finding(
        .eliminatedStatistically,
        .rounds(
          .neverFailed(fix: Share(0, of: 68), control: Share(17, of: 17), bound: 0.048175, confidence: 0.95))),
    ].map(EvidenceSection.init),
    explore: explore(schedules: 3, failing: 0),
    stress: stress(
      rounds: 68, failed: 0, Interval(low: 0, high: 0.0528), upperBound: 0.05, p50: 1.9,
      throughput: 7578, outcomes: ["ok": 6800]),
    comparison: ComparisonSection(
      throughput: RatioSection(1.8, interval: Interval(low: 1.7, high: 1.9)),
      aloneP50: RatioSection(0.5, interval: Interval(low: 0.45, high: 0.55)),
      partition: PartitionSection(
        clients: 16, control: RatioSection(5.1, interval: Interval(low: 4.8, high: 5.3)),
        fix: RatioSection(4.9, interval: Interval(low: 4.7, high: 5.2)))))

  static let serializable = FixSection(
    name: "serializable", title: "same code at SERIALIZABLE, retried", verdict: .eliminatedStatistically,
    reasons: ["explore was sampled", "0 of 68 rounds failed; p_fix/p_control ≤ 0.05 at 95%"],
    notes: ["3.2 attempts per call: the races still happen, retries absorb them"],
    stress: stress(
      rounds: 68, failed: 0, Interval(low: 0, high: 0.0528), upperBound: 0.05, p50: 22.4,
      throughput: 1250, outcomes: ["ok": 6800]))

  static let flagFirst = FixSection(
    name: "flag-first", title: "wrong on purpose: reads a flag first", verdict: .notFixed,
    expected: [.exactly(.notFixed)],
    reasons: ["64 of 68 rounds failed, 94% [86%, 98%]; the control failed in 17 of 17"],
    failures: [
      FailureSection(.invariant("conserved"), rounds: 64, sentence: "2 rows violate it", sample: violated)
    ], anomaly: lostUpdate,
    explore: explore(schedules: 14, failing: 5, counterexample: Interleavings.lostUpdate),
    stress: stress(
      rounds: 68, failed: 64, Interval(low: 0.856, high: 0.984), p50: 4.4, throughput: 3990,
      outcomes: ["ok": 6800]))

  static let retry = FixSection(
    name: "retry-on-23514", title: "retries the symptom", verdict: .masked, expected: [.eliminated],
    reasons: ["the cause metric is unchanged: 4 statements per call"],
    stress: stress(
      rounds: 68, failed: 0, Interval(low: 0, high: 0.0528), p50: 4.4, throughput: 3990,
      outcomes: ["ok": 6800]))

  static func document(
    _ command: ResultDocument.Command = .prove, control: ControlSection = control,
    fixes: [FixSection] = [], exitCode: Int32 = 1, interrupted: Bool = false
  ) -> ResultDocument {
    ResultDocument(
      contend: "0.1.0", command: command, scenario: scenario, seed: 42, server: server,
      control: control, fixes: fixes, exitCode: exitCode, interrupted: interrupted, duration: 12.25)
  }

  static let full = document(fixes: [atomic, serializable, flagFirst, retry])

  static let notReproduced = document(
    control: ControlSection(
      variant: "buggy", title: "read, write back", reproduced: false,
      stress: stress(
        rounds: 40, failed: 0, Interval(low: 0, high: 0.0881), p50: 4, throughput: 4000,
        outcomes: ["ok": 4000])),
    fixes: [
      FixSection(
        name: "atomic", title: "one conditional UPDATE", verdict: .inconclusive,
        reasons: ["the control did not reproduce: 0 of 40 rounds failed"])
    ], exitCode: 2)

  static let inconclusive = document(
    fixes: [
      atomic,
      FixSection(
        name: "advisory", title: "an advisory lock", verdict: .inconclusive,
        reasons: ["the budget ended with 9 of 17 control failures"]),
    ], exitCode: 2)

  /// Stopped before any round of the control ended.
  static let partial = document(
    control: ControlSection(
      variant: "buggy", title: "read, write back", reproduced: false,
      stress: StressSection(
        settings: StressSettingsSection(clients: 50, calls: 2), rounds: 0, failedRounds: 0, calls: 0)),
    exitCode: 130, interrupted: true)

  static var exploreOnly: ResultDocument {
    var section = control
    section.stress = nil
    section.failureRate = nil
    section.interval = nil
    section.blastRadius = nil
    section.failures = [
      FailureSection(.invariant("conserved"), schedules: 4, sentence: "1 row violates it", sample: violated)
    ]
    return document(.explore, control: section)
  }

  static var stressOnly: ResultDocument {
    var section = control
    section.explore = nil
    section.stress?.counterexample = Interleavings.tracedRound
    return document(.stress, control: section)
  }

  static let all: [String: ResultDocument] = [
    "full": full, "not-reproduced": notReproduced, "inconclusive": inconclusive, "partial": partial,
    "explore": exploreOnly, "stress": stressOnly, "sweep": sweep,
  ]
}
