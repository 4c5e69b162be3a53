package import ContendStatistics

/// The curves of several variants over one parameter.
package struct SweepSection: Codable, Hashable, Sendable {
  /// What was gone over: a parameter, a draw, `clients` or `calls`.
  package var parameter: String
  /// As text, in the order of the curves' points.
  package var values: [String]
  /// Rounds asked for of each variant at each value.
  package var rounds: Int
  /// Every point has them.
  package var complete: Bool
  package var curves: [SweepCurveSection]

  package init(
    parameter: String, values: [String], rounds: Int, complete: Bool, curves: [SweepCurveSection]
  ) {
    self.parameter = parameter
    self.values = values
    self.rounds = rounds
    self.complete = complete
    self.curves = curves
  }
}

/// One variant along the values.
package struct SweepCurveSection: Codable, Hashable, Sendable {
  package var variant: String
  package var title: String
  /// Nil if no round failed at any value.
  package var onset: OnsetSection?
  /// How statements per call grow over the values; nil with fewer than three values, or if they are no
  /// numbers.
  package var statementGrowth: GrowthSection?
  package var points: [SweepPointSection]

  package init(
    variant: String, title: String, onset: OnsetSection? = nil, statementGrowth: GrowthSection? = nil,
    points: [SweepPointSection]
  ) {
    self.variant = variant
    self.title = title
    self.onset = onset
    self.statementGrowth = statementGrowth
    self.points = points
  }

  private enum CodingKeys: String, CodingKey {
    case variant, title, onset
    case statementGrowth = "statement_growth"
    case points
  }
}

/// One variant at one value.
package struct SweepPointSection: Codable, Hashable, Sendable {
  package var value: String
  /// Failing rounds by `FailureKind` as text.
  package var failures: StringMap<Int>
  package var stress: StressSection

  package init(value: String, failures: StringMap<Int> = [:], stress: StressSection) {
    self.value = value
    self.failures = failures
    self.stress = stress
  }
}

/// Where along the values failures start.
package struct OnsetSection: Codable, Hashable, Sendable {
  /// The first value with a failing round.
  package var value: String
  /// The value before it; nil if failures start at the first.
  package var before: String?
  /// The rate that could have stayed unseen at `before`, at 95%.
  package var boundBefore: Double?
  /// Later values without a failing round.
  package var gaps: [String]

  package init(value: String, before: String? = nil, boundBefore: Double? = nil, gaps: [String] = []) {
    self.value = value
    self.before = before
    self.boundBefore = boundBefore
    self.gaps = gaps
  }

  private enum CodingKeys: String, CodingKey {
    case value, before
    case boundBefore = "bound_before"
    case gaps
  }
}

/// The simplest model of how a figure y grows with n.
package struct GrowthSection: Codable, Hashable, Sendable {
  package enum Model: String, Codable, Hashable, Sendable, CaseIterable {
    /// y = intercept
    case constant
    /// y = intercept + slope · n
    case linear
    /// y = intercept + slope · ⌈n / chunk⌉
    case chunked
    /// None of the others.
    case irregular
  }

  package var model: Model
  package var intercept: Double?
  /// For each further n, of `chunked` for each further chunk.
  package var slope: Double?
  /// The sizes of chunk that describe the figures equally well.
  package var chunk: Interval?

  package init(model: Model, intercept: Double? = nil, slope: Double? = nil, chunk: Interval? = nil) {
    self.model = model
    self.intercept = intercept
    self.slope = slope
    self.chunk = chunk
  }
}
