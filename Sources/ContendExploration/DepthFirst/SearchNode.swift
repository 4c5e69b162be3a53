import ContendModel

/// A point of the search tree that still has something to explore below it.
struct SearchNode: Sendable {
  /// Nil for the root.
  var parent: Int?
  /// The choice that leads here from the parent.
  var incoming: Choice?
  var depth: Int
  var enabled: [Choice]
  /// Events that need not come next here: what begins with them is explored elsewhere.
  var sleep: [TracedEvent]
  /// In the order in which they were begun.
  var branches: [Branch]
  /// Choices that have to be explored and have not been begun.
  var wanted: [Choice]
  /// Branches that are under way or have something left below them.
  var openBranches = 0

  struct Branch: Sendable {
    var choice: Choice
    /// What the choice did; nil until the first execution through it has ended.
    var event: TracedEvent?
  }

  /// Every branch before the next has shown what it does, so that its sleep set is known.
  var isReady: Bool { !wanted.isEmpty && branches.allSatisfy { $0.event != nil } }

  /// What begins with this choice is explored here or elsewhere.
  func covers(_ choice: Choice) -> Bool {
    wanted.contains(choice) || branches.contains { $0.choice == choice }
      || sleep.contains { $0.choice == choice }
  }

  mutating func want(_ choice: Choice) {
    if !covers(choice) { wanted.append(choice) }
  }
}

extension [Choice] {
  /// Waiters or victims to choose among: how it goes on depends on the choice alone.
  var isRace: Bool { count > 1 && self[0].isContinuation }
}
