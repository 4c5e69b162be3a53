package import ContendModel
package import ContendVerdict

/// Which part of a divided run this is, with what `contend merge` needs of it.
package struct ShardSection: Codable, Hashable, Sendable {
  /// One shard's part of the exploration of one variant.
  package struct Walk: Codable, Hashable, Sendable {
    package var variant: String
    /// Of all shards.
    package var leaves: Int
    /// Those that this shard explored, from 0.
    package var own: [Int]
    package var figures: ExploreFigures
    /// Digests of the outcomes that it saw.
    package var outcomes: [String]
    /// Those that orders without reduction showed.
    package var audited: [String]
    /// SQLSTATEs and reasons that calls ended in, whether or not they count as failures.
    package var codes: [String]

    package init(
      variant: String, leaves: Int, own: [Int], figures: ExploreFigures, outcomes: [String],
      audited: [String], codes: [String]
    ) {
      self.variant = variant
      self.leaves = leaves
      self.own = own
      self.figures = figures
      self.outcomes = outcomes
      self.audited = audited
      self.codes = codes
    }
  }

  /// What the one shard has that ran a scenario's rounds.
  package struct Rounds: Codable, Hashable, Sendable {
    package struct Fix: Codable, Hashable, Sendable {
      package var name: String
      package var evidence: FixCase

      package init(name: String, evidence: FixCase) {
        self.name = name
        self.evidence = evidence
      }
    }

    package var fixes: [Fix]
    /// The control failed in these rounds or in this shard's interleavings: only then were fixes asked what else they do.
    package var knewFailures: Bool
    /// What is said of the control besides.
    package var notes: [Evidence]

    package init(fixes: [Fix], knewFailures: Bool, notes: [Evidence]) {
      self.fixes = fixes
      self.knewFailures = knewFailures
      self.notes = notes
    }

    private enum CodingKeys: String, CodingKey {
      case fixes
      case knewFailures = "knew_failures"
      case notes
    }
  }

  /// From 1.
  package var number: Int
  package var count: Int
  /// Scenarios of the whole run.
  package var scenarios: Int
  /// Digest of what all shards must have in common: leaves, scenario, settings, versions.
  package var plan: String
  package var rule: ProveRule
  package var walks: [Walk]
  /// Nil in the shards that did not run them.
  package var rounds: Rounds?

  package init(
    _ shard: Shard, scenarios: Int, plan: String, rule: ProveRule, walks: [Walk], rounds: Rounds?
  ) {
    number = shard.number
    count = shard.count
    self.scenarios = scenarios
    self.plan = plan
    self.rule = rule
    self.walks = walks
    self.rounds = rounds
  }

  var description: String { "\(number) of \(count)" }
}
