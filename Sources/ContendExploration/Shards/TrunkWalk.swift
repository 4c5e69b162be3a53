package import ContendModel

/// Finds the shallow part of the search tree that all shards share, and its leaves.
///
/// At every node of the trunk each choice that does not sleep is explored. Source sets would leave out
/// siblings until a race below asks for them, and that race may lie below another shard's leaf. The trunk
/// deepens, one choice at a time, until it has as many leaves as are wanted or every run ends in it. Its runs
/// stop at its edge and count nowhere: each is run again, to its end, by whoever owns the leaf.
package struct TrunkWalk: Strategy {
  private let reduction: Reduction
  private let victims: DeadlockVictims
  private let wanted: Int
  private var depth = 1
  private var walk: DepthFirst
  private var found: [Leaf] = []
  /// Some run would have gone on beyond the edge.
  private var isOpen = false
  private var diverged = 0
  /// In the order of their choices, the same in every shard; nil until the trunk is whole.
  package private(set) var leaves: [Leaf]?

  /// - Parameter wanted: leaves at least, where the program has as many.
  package init(reduction: Reduction, leaves wanted: Int, victims: DeadlockVictims = .all) {
    self.reduction = reduction
    self.victims = victims
    self.wanted = wanted
    walk = Self.walk(reduction, victims, depth: 1)
  }

  /// Of runs that diverged alone: nothing else of a trunk is a result.
  package var tally: Tally {
    var tally = Tally()
    tally.diverged = diverged
    return tally
  }

  package mutating func begin() -> Beginning<DepthFirstExecution> {
    while leaves == nil {
      let beginning = walk.begin()
      guard case .finished = beginning else { return beginning }
      if found.count >= wanted || !isOpen {
        leaves = found.sorted { $0.schedule < $1.schedule }
      } else {
        depth += 1
        (walk, found, isOpen) = (Self.walk(reduction, victims, depth: depth), [], false)
      }
    }
    return .finished
  }

  package mutating func end(_ run: DepthFirstExecution, _ ending: Ending) {
    if ending == .diverged { diverged += 1 }
    if run.hasReachedEdge { isOpen = true }
    if run.hasReachedEdge || ending == .completed || ending == .stuck { found.append(Leaf(run)) }
    walk.end(run, ending)
  }

  private static func walk(_ reduction: Reduction, _ victims: DeadlockVictims, depth: Int) -> DepthFirst {
    DepthFirst(reduction: reduction, victims: victims, usesSourceSets: false, edge: depth)
  }
}
