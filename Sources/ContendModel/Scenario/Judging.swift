/// What counts as a failure beside the invariants.
public struct Judging: Hashable, Sendable {
  public var never: [OutcomePattern] = []
  public var allow: [OutcomePattern] = []
  public var thresholds: [Threshold] = []
  public var atomicity: Atomicity = .operation
  /// `\atomic … strict`: the outcome must also agree with the real-time order of calls.
  public var isStrict = false
  /// The drawn variable that splits the work into unrelated parts.
  public var partition: Variable?

  public init() {}
}

/// Which unit the serial-order oracle compares.
public enum Atomicity: String, Hashable, Sendable, CaseIterable {
  case operation
  case transaction
  case none
}

/// An outcome as `\never` and `\allow` name it: a kind, with or without its detail.
public struct OutcomePattern: Hashable, Sendable, CustomStringConvertible {
  public var kind: OutcomeKind
  /// An SQLSTATE, a class of them, or a reason; nil matches every one.
  public var detail: String?

  public init(kind: OutcomeKind, detail: String? = nil) {
    self.kind = kind
    self.detail = detail
  }

  public var description: String { detail.map { "\(kind.rawValue):\($0)" } ?? kind.rawValue }
}

/// `\threshold METRIC op VALUE`; durations are milliseconds, rates are 0…1.
public struct Threshold: Hashable, Sendable, CustomStringConvertible {
  public enum Metric: String, Codable, Hashable, Sendable, CaseIterable {
    case p50
    case p95
    case p99
    case max
    case mean
    /// Calls per second.
    case throughput
    case errorRate = "error_rate"
    case rejectRate = "reject_rate"
    case timeoutRate = "timeout_rate"
    case statementsPerCall = "statements_per_call"
    case attemptsPerCall = "attempts_per_call"
  }

  public enum Comparison: String, Codable, Hashable, Sendable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  public var metric: Metric
  public var comparison: Comparison
  public var limit: Double
  public var location: SourceLocation

  public init(
    metric: Metric, comparison: Comparison, limit: Double, location: SourceLocation
  ) {
    self.metric = metric
    self.comparison = comparison
    self.limit = limit
    self.location = location
  }

  public func holds(for value: Double) -> Bool {
    switch comparison {
    case .less: value < limit
    case .lessOrEqual: value <= limit
    case .greater: value > limit
    case .greaterOrEqual: value >= limit
    }
  }

  public var description: String { "\(metric.rawValue) \(comparison.rawValue) \(limit)" }
}
