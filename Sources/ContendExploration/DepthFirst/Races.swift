import ContendModel

/// Finds the races of one execution: pairs of dependent events of different clients that nothing
/// between them orders, so that they could have come the other way round.
///
/// Abdulla et al., POPL 2014, definition 4.1 and lines 5 to 8 of algorithm 1. An event with the
/// wakes and victims chosen after it counts as one.
struct Races {
  /// At this step one of the initial choices has to be explored.
  struct Demand {
    var step: Int
    /// In the order in which they came; the last is the racing event itself where that is one.
    var initials: [Choice]
  }

  private struct Block {
    var start: Int
    var event: TracedEvent
    var clients: Set<Int>
    /// Blocks that happen before this one.
    var past: EventSet
  }

  private let blocks: [Block]
  /// Races whose later event is older were seen by an earlier execution.
  private let firstNewBlock: Int
  private let dependence: Dependence

  /// - Parameter from: the first step that no execution before has taken.
  init(_ steps: [DepthFirstExecution.Step], from firstNew: Int, _ dependence: Dependence) {
    self.dependence = dependence
    var blocks: [Block] = []
    var firstNewBlock: Int?
    for (index, step) in steps.enumerated() {
      guard let event = step.event else { break }
      if !step.choice.isContinuation || blocks.isEmpty {
        blocks.append(Block(start: index, event: event, clients: [], past: EventSet(capacity: steps.count)))
      } else {
        blocks[blocks.count - 1].event.parts += event.parts
        blocks[blocks.count - 1].event.isUniversal =
          blocks[blocks.count - 1].event.isUniversal || event.isUniversal
      }
      if index >= firstNew, firstNewBlock == nil { firstNewBlock = blocks.count - 1 }
    }
    for index in blocks.indices {
      blocks[index].clients = Set(blocks[index].event.parts.map(\.clientID))
      blocks[index].clients.insert(blocks[index].event.choice.process)
    }
    self.blocks = blocks
    self.firstNewBlock = firstNewBlock ?? blocks.count
  }

  func demands() -> [Demand] {
    var blocks = blocks
    var demands: [Demand] = []
    for later in blocks.indices {
      for earlier in (0..<later).reversed() where !blocks[later].past.contains(earlier) {
        // The earlier one is of the same client, or woke it: no other order is possible.
        let isCause = blocks[earlier].clients.contains(blocks[later].event.choice.process)
        guard isCause || dependence.holds(between: blocks[earlier].event, blocks[later].event) else {
          continue
        }
        blocks[later].past.formUnion(blocks[earlier].past)
        blocks[later].past.insert(earlier)
        guard later >= firstNewBlock, !isCause else { continue }
        demands.append(
          Demand(step: blocks[earlier].start, initials: Self.initials(of: earlier, later, in: blocks)))
      }
    }
    return demands
  }

  /// What could come first if `later` came before `earlier`: of the events after `earlier` that it does
  /// not precede, and `later`, those with none of these before them.
  private static func initials(of earlier: Int, _ later: Int, in blocks: [Block]) -> [Choice] {
    var sequence: [Int] = []
    var initials: [Choice] = []
    for index in (earlier + 1)...later where index == later || !blocks[index].past.contains(earlier) {
      if !sequence.contains(where: blocks[index].past.contains) {
        initials.append(blocks[index].event.choice)
      }
      sequence.append(index)
    }
    return initials
  }
}
