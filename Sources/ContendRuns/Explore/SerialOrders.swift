import ContendModel

/// The orders in which whole calls can follow one another, each client's own calls in their order.
enum SerialOrders {
  /// More orders than this are not tried; the oracle is then undecided.
  static let limit = 120

  /// Nil if there are too many.
  static func all(of calls: [CallID]) -> [[CallID]]? {
    let queues = Dictionary(grouping: calls, by: \.clientID).mapValues { $0.sorted() }
    var orders: [[CallID]] = []
    /// False once there are too many.
    func extend(_ order: [CallID], _ queues: [Int: [CallID]]) -> Bool {
      guard order.count < calls.count else {
        orders.append(order)
        return orders.count <= limit
      }
      for client in queues.keys.sorted() {
        guard let next = queues[client]?.first else { continue }
        var rest = queues
        rest[client]?.removeFirst()
        guard extend(order + [next], rest) else { return false }
      }
      return true
    }
    return extend([], queues) ? orders : nil
  }
}
