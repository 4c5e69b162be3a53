package import ContendModel

/// How to explore, as the command line says it.
package struct ExploreChoice: Sendable {
  package var strategy = StrategyName.auto
  package var reduction = Reduction.auto
  package var lanes = 2
  /// A complete walk is followed by orders without reduction, which must not show anything new.
  package var audits = true
  /// Divides each exploration into leaves, as shards do.
  package var division: Division?
  /// Of the scenario among those of the run, from 0: the shard that owns it runs its rounds.
  var part = 0
  /// How many there are.
  var parts = 1

  /// Rounds are compared with one another, so one machine runs all of a scenario.
  var runsRounds: Bool { division?.runs(part) ?? true }

  package init() {}
}

/// In which order, and with which claim, interleavings are walked.
package enum StrategyName: String, Sendable, CaseIterable {
  /// Depth-first; if the time does not suffice for all of them, samples with what is left.
  case auto
  /// One of each class of interleavings: complete where it ends.
  case depthFirst = "depth-first"
  /// Every interleaving, those with the fewest preemptions first: complete where it ends.
  case preemptionBounded = "preemption-bounded"
  /// Samples that find a bug of depth d with a known probability.
  case pct
  /// Samples without any preference.
  case randomWalk = "random-walk"
}
