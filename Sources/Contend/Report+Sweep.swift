import ContendReport

extension Report {
  /// What a sweep went over, such as `clients`; nil in other runs.
  public var parameter: String? { document.sweep?.parameter }

  /// The variants of a sweep along its values; empty in other runs.
  public var curves: [Curve] { document.sweep?.curves.map(Curve.init) ?? [] }

  /// One variant along the values of a sweep.
  public struct Curve: Sendable {
    public let variant: String
    /// The first value at which a round failed; nil if none did.
    public let onset: String?
    /// How statements per call grow; nil with fewer than three values, or if they are no numbers.
    public let growth: Growth?
    public let points: [Point]

    init(_ section: SweepCurveSection) {
      variant = section.variant
      onset = section.onset?.value
      growth = section.statementGrowth.flatMap { Growth(rawValue: $0.model.rawValue) }
      points = section.points.map(Point.init)
    }
  }

  /// The simplest model of how a figure grows with the value n: constant, with n, or with n / chunk.
  public enum Growth: String, Sendable {
    case constant, linear, chunked
    /// None of the others.
    case irregular
  }

  /// One variant at one value.
  public struct Point: Sendable {
    public let value: String
    /// Share of rounds that failed, 0…1; nil where none was run.
    public let failureRate: Double?
    /// Median latency of a call in milliseconds.
    public let p50: Double?
    public let statementsPerCall: Double?

    init(_ section: SweepPointSection) {
      value = section.value
      failureRate = section.stress.failureRate
      p50 = section.stress.latency?.p50
      statementsPerCall = section.stress.statementsPerCall
    }
  }
}
