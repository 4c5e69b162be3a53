package import ContendModel

/// What an exploration of one variant came to, as far as verdicts and reports take anything from it.
package struct ExploreFigures: Codable, Hashable, Sendable {
  /// One kind of failure.
  package struct Kind: Codable, Hashable, Sendable {
    package var kind: FailureKind
    package var schedules: Int
    /// Those of them that showed no other kind.
    package var alone: Int
    /// The failing schedule with the fewest context switches.
    package var shortest: String
    package var contextSwitches: Int
    package var evidence: FailureEvidence

    package init(
      _ kind: FailureKind, schedules: Int, alone: Int, shortest: Schedule, evidence: FailureEvidence
    ) {
      self.kind = kind
      self.schedules = schedules
      self.alone = alone
      self.shortest = shortest.description
      contextSwitches = shortest.contextSwitches
      self.evidence = evidence
    }
  }

  /// A call that did not return.
  package struct Stuck: Codable, Hashable, Sendable {
    package var call: String
    package var place: String?

    package init(call: String, place: String?) {
      self.call = call
      self.place = place
    }
  }

  package var coverage: Coverage
  package var redundant: Int
  package var failing: Int
  /// Runs in which the bound on retries held a client back.
  package var bounded: Int
  package var foreignBlocker: String?
  package var stuck: [Stuck]
  /// Why an outcome could not be judged.
  package var unknown: [String]
  /// In order.
  package var kinds: [Kind]
  /// The audit saw an outcome that the walk has not.
  package var isMissed: Bool

  package init(
    coverage: Coverage, redundant: Int, failing: Int, bounded: Int, foreignBlocker: String?, stuck: [Stuck],
    unknown: [String], kinds: [Kind], isMissed: Bool
  ) {
    self.coverage = coverage
    self.redundant = redundant
    self.failing = failing
    self.bounded = bounded
    self.foreignBlocker = foreignBlocker
    self.stuck = stuck
    self.unknown = unknown
    self.kinds = kinds
    self.isMissed = isMissed
  }

  package func kind(_ kind: FailureKind) -> Kind? { kinds.first { $0.kind == kind } }

  /// Nothing that was seen failed, and everything in the scope was seen, as it is.
  package var isProof: Bool {
    coverage.isComplete && failing == 0 && unknown.isEmpty && coverage.diverged == 0
      && coverage.uncontrolledWakes == 0 && stuck.isEmpty && foreignBlocker == nil && bounded == 0
      && !isMissed
  }

  /// What was seen cannot be relied on.
  var isDisturbed: Bool { coverage.diverged > 0 || !stuck.isEmpty || foreignBlocker != nil || isMissed }

  /// Why this exploration proves nothing although nothing failed.
  package var doubts: [Evidence] {
    let disturbances = disturbances
    let isCutShort = !coverage.isComplete && failing == 0 && disturbances.isEmpty
    let ended = ScheduleEvidence.budgetEnded(schedules: coverage.schedules, orders: coverage.orders)
    return (isCutShort ? [ended] : disturbances).map(Evidence.schedules)
  }

  private var disturbances: [ScheduleEvidence] {
    let counts: [ScheduleEvidence?] = [
      coverage.uncontrolledWakes > 0 ? .uncontrolledWakes(count: coverage.uncontrolledWakes) : nil,
      coverage.diverged > 0 ? .diverged(runs: coverage.diverged) : nil,
      bounded > 0 ? .heldBack(runs: bounded) : nil,
      isMissed ? .outcomeLost(reduction: coverage.reduction) : nil,
    ]
    return [foreignBlocker.map { .foreignBlocker(session: $0) }].compactMap(\.self)
      + stuck.map { .stuckCall(call: $0.call, place: $0.place) } + counts.compactMap(\.self)
      + unknown.map { .unjudged(reason: $0) }
  }
}
