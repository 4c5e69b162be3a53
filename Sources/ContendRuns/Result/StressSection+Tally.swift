import ContendChecking
import ContendModel
import ContendReport
import ContendStatistics
import ContendVerdict

extension StressSection {
  init(
    _ tally: ArmTally, settings: StressSettingsSection, upperBound: Double? = nil,
    counterexample: CounterexampleSection? = nil
  ) {
    self.init(
      settings: settings, rounds: tally.rounds, failedRounds: tally.failedRounds,
      interval: tally.rounds > 0 ? tally.failureInterval : nil, upperBound: upperBound, calls: tally.calls,
      unserved: settings.rate == nil ? nil : tally.unserved,
      latency: tally.latency.isEmpty ? nil : LatencySection(tally.latency), throughput: tally.throughput,
      statementsPerCall: tally.statementsPerCall, attemptsPerCall: tally.attemptsPerCall,
      errorRate: tally.value(of: .errorRate), rejectRate: tally.value(of: .rejectRate),
      retryRate: tally.retryRate,
      resources: ResourcesSection(tally), lockWaits: LockWaitsSection(tally),
      outcomes: StringMap(Dictionary(tally.outcomes.map { ($0.key.description, $0.value) }) { $0 + $1 }),
      counterexample: counterexample)
  }
}

extension ResourcesSection {
  init?(_ tally: ArmTally) {
    guard let services = tally.serviceCallsPerCall, let waits = tally.poolWaitsPerCall,
      let wait = tally.poolWaitPerCall, let held = tally.heldPerCall
    else { return nil }
    self.init(serviceCalls: services, poolWaits: waits, poolWait: wait, connectionHeld: held)
  }
}

extension LockWaitsSection {
  init?(_ tally: ArmTally) {
    guard let sessions = tally.sessionsWaiting, let wait = tally.lockWaitPerCall else { return nil }
    self.init(samples: tally.locks.count, sessions: sessions, lockWait: wait)
  }
}

extension LatencySection {
  init(_ histogram: LatencyHistogram) {
    self.init(
      p50: histogram.p50, p95: histogram.p95, p99: histogram.p99, max: histogram.max, mean: histogram.mean)
  }
}

extension JudgedArm {
  /// Every kind of failure the arm showed, most frequent first.
  var failureSections: [FailureSection] {
    tally.failures.sorted { ($1.value.rounds, $0.key) < ($0.value.rounds, $1.key) }.map { kind, count in
      let first = firstFailures[kind]
      return FailureSection(
        kind, rounds: count.rounds, rate: Double(count.rounds) / Double(max(1, tally.rounds)),
        interval: ClopperPearson.interval(successes: count.rounds, trials: tally.rounds),
        firstRound: count.firstRound, sentence: first.map { Sentences.text($0.evidence) } ?? kind.description,
        sample: first?.rows)
    }
  }
}

extension ComparisonSection {
  /// Figures of a fix as factors of the control's: by blocks where there were enough of them, else of
  /// all rounds, without an interval.
  init(
    _ fix: ArmTally, against control: ArmTally, _ blocks: BlockComparison, _ scrutiny: ScrutinyFindings
  ) {
    func ratio(
      _ metric: Threshold.Metric, _ figure: KeyPath<BlockComparison.Figures, Double>
    ) -> RatioSection? {
      if let paired = blocks.ratio(figure) { return RatioSection(paired) }
      guard let value = fix.value(of: metric), let base = control.value(of: metric), base > 0 else {
        return nil
      }
      return RatioSection(value / base)
    }
    self.init(
      p50: ratio(.p50, \.p50), p99: ratio(.p99, \.p99), throughput: ratio(.throughput, \.throughput),
      aloneP50: scrutiny.alone?.p50.map(RatioSection.init),
      aloneP99: scrutiny.alone?.p99.map(RatioSection.init),
      partition: scrutiny.partition.flatMap(PartitionSection.init))
  }
}

extension RatioSection {
  fileprivate init(_ paired: PairedRatio) { self.init(paired.ratio, interval: paired.interval) }
}

extension PartitionSection {
  fileprivate init?(_ gain: PartitionGain) {
    guard let control = gain.control, let fix = gain.fix else { return nil }
    self.init(clients: gain.clients, control: RatioSection(control), fix: RatioSection(fix))
  }
}
