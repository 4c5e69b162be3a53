import Synchronization

/// Counts from any thread.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  func add() { value.add(1, ordering: .relaxed) }
  var isZero: Bool { value.load(ordering: .relaxed) == 0 }
}
