/// Row locks of the simulated database: first come, first served; a shared lock does not queue behind
/// an exclusive one that waits, as on a PostgreSQL tuple.
struct LockTable: Sendable {
  private struct Request: Sendable {
    var client: Int
    var isShared: Bool
  }

  private var holders: [Row: [Request]] = [:]
  private var queues: [Row: [Request]] = [:]

  /// Takes the lock or begins to wait for it.
  mutating func acquire(_ row: Row, client: Int, isShared: Bool) -> Bool {
    let request = Request(client: client, isShared: isShared)
    if holds(row, request) { return true }
    let others = holders[row, default: []].filter { $0.client != client }
    guard others.allSatisfy({ $0.isShared && isShared }) else {
      queues[row, default: []].append(request)
      return false
    }
    holders[row] = others + [request]
    return true
  }

  mutating func release(client: Int) {
    for row in holders.keys { holders[row]?.removeAll { $0.client == client } }
    leaveQueue(client)
  }

  mutating func leaveQueue(_ client: Int) {
    for row in queues.keys { queues[row]?.removeAll { $0.client == client } }
  }

  /// Waiters that could have their lock now.
  var runnable: [Int] {
    var clients: [Int] = []
    for (row, queue) in queues {
      for (index, request) in queue.enumerated() {
        let others = holders[row, default: []].filter { $0.client != request.client }
        guard others.allSatisfy({ $0.isShared && request.isShared }),
          index == 0 || queue[..<index].allSatisfy({ $0.isShared && request.isShared })
        else { break }
        clients.append(request.client)
      }
    }
    return clients.sorted()
  }

  /// Clients that wait for themselves, through others.
  var deadlocked: [Int] {
    let edges = blockers
    return edges.keys.filter { start in
      var seen: Set<Int> = []
      var open = edges[start, default: []]
      while let client = open.popFirst() {
        if client == start { return true }
        if seen.insert(client).inserted { open.formUnion(edges[client, default: []]) }
      }
      return false
    }.sorted()
  }

  private var blockers: [Int: Set<Int>] {
    var edges: [Int: Set<Int>] = [:]
    for (row, queue) in queues {
      for (index, request) in queue.enumerated() {
        let ahead = holders[row, default: []] + queue[..<index]
        let blocking = ahead.filter { $0.client != request.client && !($0.isShared && request.isShared) }
        edges[request.client, default: []].formUnion(blocking.map(\.client))
      }
    }
    return edges
  }

  private func holds(_ row: Row, _ request: Request) -> Bool {
    holders[row, default: []].contains { $0.client == request.client && (!$0.isShared || request.isShared) }
  }
}
