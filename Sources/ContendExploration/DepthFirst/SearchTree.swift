import ContendModel

/// The unfinished part of the search tree; nodes whose subtree is done are forgotten.
struct SearchTree: Sendable {
  private var nodes: [SearchNode?] = []
  private var free: [Int] = []
  /// Nodes that want something explored.
  private var frontier: Set<Int> = []

  var isEmpty: Bool { free.count == nodes.count }

  subscript(_ id: Int) -> SearchNode? { nodes[id] }

  mutating func insert(_ node: SearchNode) -> Int {
    let id = free.popLast() ?? nodes.count
    if id == nodes.count { nodes.append(node) } else { nodes[id] = node }
    if !node.wanted.isEmpty { frontier.insert(id) }
    return id
  }

  mutating func want(_ choice: Choice, at id: Int) {
    nodes[id]?.want(choice)
    if let node = nodes[id], !node.wanted.isEmpty { frontier.insert(id) }
  }

  /// The deepest node whose next branch can begin, so that memory stays within one path a lane.
  func next() -> Int? {
    var best: (id: Int, depth: Int)?
    for id in frontier {
      guard let node = nodes[id], node.isReady else { continue }
      if let best, (best.depth, -best.id) >= (node.depth, -id) { continue }
      best = (id, node.depth)
    }
    return best?.id
  }

  /// Begins the next branch of a node.
  mutating func openBranch(at id: Int) -> Choice? {
    guard var node = nodes[id], !node.wanted.isEmpty else { return nil }
    let choice = node.wanted.removeFirst()
    node.branches.append(SearchNode.Branch(choice: choice, event: nil))
    node.openBranches += 1
    nodes[id] = node
    if node.wanted.isEmpty { frontier.remove(id) }
    return choice
  }

  mutating func record(_ event: TracedEvent, ofBranch choice: Choice, at id: Int) {
    guard let index = nodes[id]?.branches.firstIndex(where: { $0.choice == choice }) else { return }
    nodes[id]?.branches[index].event = event
  }

  /// The branch led to a run that diverged: nothing is known of it, and nothing left of it.
  mutating func dropBranch(_ choice: Choice, at id: Int) {
    nodes[id]?.branches.removeAll { $0.choice == choice && $0.event == nil }
    closeBranch(at: id)
  }

  /// One branch has nothing left; forgets the node, and its parents, where it was the last.
  mutating func closeBranch(at id: Int) {
    nodes[id]?.openBranches -= 1
    forgetFinished(from: id)
  }

  mutating func forgetFinished(from id: Int) {
    guard let node = nodes[id], node.openBranches == 0, node.wanted.isEmpty else { return }
    nodes[id] = nil
    free.append(id)
    if let parent = node.parent { closeBranch(at: parent) }
  }

  /// The nodes from the root to this one.
  func path(to id: Int) -> [Int] {
    var path: [Int] = []
    var next: Int? = id
    while let id = next, let node = nodes[id] {
      path.append(id)
      next = node.parent
    }
    return path.reversed()
  }
}
