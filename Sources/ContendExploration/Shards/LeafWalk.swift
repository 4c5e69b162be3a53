package import ContendModel

/// Everything below some leaves of a trunk, one leaf after another: below each, the usual reduction.
package struct LeafWalk: Strategy {
  private let reduction: Reduction
  private let victims: DeadlockVictims
  private var left: ArraySlice<Leaf>
  private var current: DepthFirst?
  private var done = Tally()
  private var areComplete = true

  package init(reduction: Reduction, below leaves: [Leaf], victims: DeadlockVictims = .all) {
    self.reduction = reduction
    self.victims = victims
    left = leaves[...]
  }

  package var tally: Tally {
    var tally = done
    if let current { tally.add(current.tally) }
    tally.isComplete = left.isEmpty && areComplete && current?.tally.isComplete != false
    return tally
  }

  package mutating func begin() -> Beginning<DepthFirstExecution> {
    while true {
      if current == nil {
        guard let leaf = left.popFirst() else { return .finished }
        current = DepthFirst(reduction: reduction, victims: victims, below: leaf)
      }
      guard let beginning = current?.begin() else { continue }
      guard case .finished = beginning else { return beginning }
      close()
    }
  }

  package mutating func end(_ run: DepthFirstExecution, _ ending: Ending) { current?.end(run, ending) }

  private mutating func close() {
    guard let current else { return }
    done.add(current.tally)
    areComplete = areComplete && current.tally.isComplete
    self.current = nil
  }
}

extension Tally {
  /// Completeness is no sum.
  fileprivate mutating func add(_ other: Tally) {
    schedules += other.schedules
    redundant += other.redundant
    diverged += other.diverged
    bounded += other.bounded
  }
}
