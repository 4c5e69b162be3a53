import ContendModel

/// How late it is for one client where time is virtual, and when its deadline has passed.
struct VirtualTime {
  private let deadline: Conditions.Deadline?
  /// For comparing clients.
  private(set) var clock = Duration.zero
  /// What the call, or its attempt where that is what the deadline bounds, has taken so far.
  private var elapsed = Duration.zero
  /// The deadline has passed, and the call knows.
  private(set) var isSpent = false
  private var hasPassed = false
  /// What the call has taken so far, over all attempts.
  private var total = Duration.zero
  /// At which `total` the bodies that the call is in are over, outermost first; nil for one that is over.
  private var limits: [Duration?] = []

  init(_ deadline: Conditions.Deadline?) { self.deadline = deadline }

  mutating func beginCall() {
    elapsed = .zero
    total = .zero
    limits = []
    isSpent = false
    hasPassed = false
  }

  mutating func beginAttempt() {
    guard deadline?.isTotal == false else { return }
    elapsed = .zero
    isSpent = false
  }

  var isOutOfTime: Bool { hasPassed && deadline?.isTotal == true }

  /// What is left until the next deadline; nil if there is none.
  var rest: Duration? { [ownRest, limitRest].compactMap(\.self).min() }

  private var limitRest: Duration? { limits.compactMap(\.self).min().map { max(.zero, $0 - total) } }

  /// Of the call or its attempt.
  private var ownRest: Duration? {
    guard let deadline, !isSpent else { return nil }
    return max(.zero, deadline.limit - elapsed)
  }

  /// Time passes; false if the deadline came first.
  mutating func pass(_ duration: Duration) -> Bool {
    let isLate = rest.map { duration >= $0 } ?? false
    let passed = min(duration, rest ?? duration)
    advance(by: passed)
    if isLate { spend() }
    return !isLate
  }

  private mutating func advance(by duration: Duration) {
    clock += duration
    elapsed += duration
    total += duration
  }

  /// What follows is bounded by a time of its own; nil takes the last such bound away.
  mutating func limit(_ limit: Duration?) {
    if let limit { limits.append(total + limit) } else { _ = limits.popLast() }
  }

  /// It is at least as late as for those it has to do with.
  mutating func catchUp(to clock: Duration) { self.clock = max(self.clock, clock) }

  /// The next deadline passes.
  mutating func spend() {
    if let limitRest, ownRest.map({ limitRest <= $0 }) ?? true {
      advance(by: limitRest)
      for index in limits.indices where limits[index].map({ $0 <= total }) == true { limits[index] = nil }
      guard ownRest == .zero else { return }
    }
    isSpent = true
    hasPassed = true
  }
}
