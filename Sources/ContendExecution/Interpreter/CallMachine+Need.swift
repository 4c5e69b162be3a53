import ContendModel

extension CallMachine {
  /// What a call needs to go on.
  enum Need {
    /// To have `request` executed, and to get the answer.
    case answer
    case pause(Duration)
    /// To wait before another attempt, which then begins.
    case backoff(Duration)
    /// To have something done with what the harness provides, and to get its answer.
    case resource(ResourceOperation)
    /// To have what follows bounded by a time of its own; nil: no longer.
    case limit(Duration?)
    /// To have a body in Swift run, whose steps it is then given one by one.
    case program(SwiftBody, at: SourceLocation)
    /// The body in Swift to go on, with the error that its step ended in, if any.
    case turn(CallError?)
    case nothing(Outcome)
  }

  /// Exponential with full jitter: anything from the shortest delay to min(longest, shortest × 2ⁿ).
  func backoff(_ range: ClosedRange<Duration>, after attempt: Int) -> Duration {
    let ceiling = min(range.upperBound, range.lowerBound * (1 << min(attempt, 20)))
    return range.lowerBound + (ceiling - range.lowerBound) * random.unit()
  }
}

extension Statement {
  var isFusable: Bool { kind == .begin && result == .discard && parameters.isEmpty }
}

extension [Step] {
  func hasStatement(at index: Int) -> Bool {
    guard index < count, case .statement = self[index].action else { return false }
    return true
  }
}
