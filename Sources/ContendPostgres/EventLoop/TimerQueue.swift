/// Names a timer, so that it can be cancelled.
package struct TimerToken: Hashable {
  fileprivate let number: UInt64
}

/// Timers in order of their deadlines: a binary heap; a cancelled timer stays until it is due.
struct TimerQueue {
  private struct Entry {
    let deadline: Nanoseconds
    let number: UInt64
  }

  private var heap: [Entry] = []
  private var actions: [UInt64: () -> Void] = [:]
  private var count: UInt64 = 0

  /// When the earliest timer is due.
  var next: Nanoseconds? { heap.first?.deadline }

  mutating func add(at deadline: Nanoseconds, _ action: @escaping () -> Void) -> TimerToken {
    count += 1
    actions[count] = action
    heap.append(Entry(deadline: deadline, number: count))
    siftUp()
    return TimerToken(number: count)
  }

  mutating func cancel(_ token: TimerToken) {
    actions[token.number] = nil
    while let first = heap.first, actions[first.number] == nil { removeFirst() }
  }

  /// Takes out the timers that are due, earliest first.
  mutating func takeDue(now: Nanoseconds) -> [() -> Void] {
    var due: [() -> Void] = []
    while let first = heap.first, first.deadline <= now {
      if let action = actions.removeValue(forKey: first.number) { due.append(action) }
      removeFirst()
    }
    return due
  }

  private mutating func siftUp() {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].deadline < heap[parent].deadline else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].deadline < heap[least].deadline { least = child }
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
