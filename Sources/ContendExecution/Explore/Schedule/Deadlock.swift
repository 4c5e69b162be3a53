/// A deadlock: clients that wait for each other.
enum Deadlock {
  /// The members of a circle in the graph of who waits for whom, in order; empty if there is none.
  static func find(in blockers: [Int: [Int]]) -> [Int] {
    for start in blockers.keys.sorted() {
      if let path = path(from: start, to: start, in: blockers) { return path.sorted() }
    }
    return []
  }

  private static func path(from start: Int, to goal: Int, in blockers: [Int: [Int]]) -> [Int]? {
    var visited: Set<Int> = []
    func walk(_ node: Int) -> [Int]? {
      for next in blockers[node] ?? [] {
        if next == goal { return [node] }
        if visited.insert(next).inserted, let rest = walk(next) { return [node] + rest }
      }
      return nil
    }
    return walk(start)
  }
}
