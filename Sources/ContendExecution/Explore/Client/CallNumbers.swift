import ContendModel

/// Which of its calls each client is in, for an execution that keeps calls whole.
package final class CallNumbers: Sendable {
  private let numbers = Lock<[Int: Int]>([:])

  func enter(_ call: Int, of clientID: Int) { numbers.withLock { $0[clientID] = call } }

  package func call(of clientID: Int) -> Int { numbers.withLock { $0[clientID] ?? 0 } }
}
