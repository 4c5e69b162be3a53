import ContendModel

/// How late it is for one client where time is virtual, and when its deadline has passed.
struct VirtualTime {
  private let deadline: Conditions.Deadline?
  /// For comparing clients.
  private(set) var clock = Duration.zero
  /// What the call, or its attempt where that is what the deadline bounds, has taken so far.
  private var elapsed = Duration.zero
  /// The deadline has passed and was told.
  private(set) var isSpent = false
  private var hasPassed = false

  init(_ deadline: Conditions.Deadline?) { self.deadline = deadline }

  mutating func beginCall() {
    elapsed = .zero
    isSpent = false
    hasPassed = false
  }

  mutating func beginAttempt() {
    guard deadline?.isTotal == false else { return }
    elapsed = .zero
    isSpent = false
  }

  var isOutOfTime: Bool { hasPassed && deadline?.isTotal == true }

  /// What is left until the deadline; nil if there is none.
  var rest: Duration? {
    guard let deadline, !isSpent else { return nil }
    return max(.zero, deadline.limit - elapsed)
  }

  /// Time passes; false if the deadline came first.
  mutating func pass(_ duration: Duration) -> Bool {
    let isLate = rest.map { duration >= $0 } ?? false
    let passed = min(duration, rest ?? duration)
    clock += passed
    elapsed += passed
    if isLate { spend() }
    return !isLate
  }

  /// It is at least as late as for those it has to do with.
  mutating func catchUp(to clock: Duration) { self.clock = max(self.clock, clock) }

  mutating func spend() {
    isSpent = true
    hasPassed = true
  }
}
