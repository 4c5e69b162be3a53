package import ContendModel

/// So many of so many: rounds that failed, calls that were accepted.
package struct Share: Codable, Hashable, Sendable {
  package var count: Int
  package var of: Int

  package init(_ count: Int, of total: Int) {
    self.count = count
    of = total
  }
}

/// One kind of failure with the rounds that showed it.
package struct KindCount: Codable, Hashable, Sendable {
  package var kind: FailureKind
  package var rounds: Int
  /// The number of the first of them, from 1.
  package var first: Int
}

/// A `\threshold` as its directive states it.
package struct ThresholdFigure: Codable, Hashable, Sendable {
  package var metric: Threshold.Metric
  package var comparison: Threshold.Comparison
  package var limit: Double

  init(_ threshold: Threshold) {
    metric = threshold.metric
    comparison = threshold.comparison
    limit = threshold.limit
  }
}

/// Calls in the order in which they ran, each with its end, and the failure that they came to.
package struct SerialStory: Codable, Hashable, Sendable {
  package struct Call: Codable, Hashable, Sendable {
    package var name: String
    /// As outcomes are written: `ok`, `error:23505`.
    package var outcome: String
  }

  package var calls: [Call]
  package var failure: FailureEvidence?
  /// The error in which a call ends, which the scenario may allow.
  package var error: FailureKind?
}

/// What calls change that run one after another.
package struct Work: Codable, Hashable, Sendable {
  package struct Table: Codable, Hashable, Sendable {
    package var name: String
    package var change: TableChange
  }

  package var tables: [Table]
  /// Calls that change so much together; nil where each call does.
  package var calls: Int?
}
