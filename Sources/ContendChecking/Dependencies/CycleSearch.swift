/// Finds the shortest cycles of a dependency graph.
enum CycleSearch {
  /// Pairs of edges looked at before the rest is taken to say the same.
  private static let pairLimit = 20_000

  /// All cycles of two edges; if there are none, one of the shortest longer ones; empty without cycles.
  static func shortest(in graph: DependencyGraph) -> [[DependencyGraph.Edge]] {
    let pairs = cyclesOfTwo(graph)
    if !pairs.isEmpty { return pairs }
    return shortestLonger(graph).map { [$0] } ?? []
  }

  private struct Direction: Hashable {
    var from: Int
    var to: Int
  }

  private static func cyclesOfTwo(_ graph: DependencyGraph) -> [[DependencyGraph.Edge]] {
    let byDirection = Dictionary(grouping: graph.edges) { Direction(from: $0.from, to: $0.to) }
    var cycles: [[DependencyGraph.Edge]] = []
    for edge in graph.edges where edge.from < edge.to {
      for back in byDirection[Direction(from: edge.to, to: edge.from)] ?? [] {
        cycles.append([edge, back])
        if cycles.count == pairLimit { return cycles }
      }
    }
    return cycles
  }

  private static func shortestLonger(_ graph: DependencyGraph) -> [DependencyGraph.Edge]? {
    // Edges that say more about the order come first, so that a cycle has as few rw edges as it can.
    let outgoing = Dictionary(grouping: graph.edges) { $0.from }
      .mapValues { $0.sorted { $0.kind < $1.kind } }
    var best: [DependencyGraph.Edge]?
    for start in outgoing.keys.sorted() {
      if let cycle = cycle(through: start, outgoing), cycle.count < best?.count ?? .max { best = cycle }
      if best?.count == 3 { break }
    }
    return best
  }

  /// Breadth first from `start` until an edge leads back to it.
  private static func cycle(
    through start: Int, _ outgoing: [Int: [DependencyGraph.Edge]]
  ) -> [DependencyGraph.Edge]? {
    var reached: [Int: DependencyGraph.Edge] = [:]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for edge in outgoing[node] ?? [] {
        if edge.to == start { return path(to: node, from: start, reached) + [edge] }
        guard reached[edge.to] == nil else { continue }
        reached[edge.to] = edge
        queue.append(edge.to)
      }
    }
    return nil
  }

  private static func path(
    to end: Int, from start: Int, _ reached: [Int: DependencyGraph.Edge]
  ) -> [DependencyGraph.Edge] {
    var edges: [DependencyGraph.Edge] = []
    var node = end
    while node != start, let edge = reached[node] {
      edges.append(edge)
      node = edge.from
    }
    return edges.reversed()
  }
}
