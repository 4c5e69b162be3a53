package import ContendModel

/// A round on unrelated work: as many clients as there are values, each with one of its own.
package struct PartitionedRound: Hashable, Sendable {
  /// The draw that splits the work.
  package var variable: Variable
  /// By client, in the order of their numbers.
  package var values: [Value]
  /// Calls of each client.
  package var calls: Int

  package init(variable: Variable, values: [Value], calls: Int) {
    self.variable = variable
    self.values = values
    self.calls = calls
  }

  /// What a client has instead of its draw; nil for other draws.
  func value(of variable: Variable, in frame: Variables) -> Value? {
    guard variable == self.variable, case .integer(let client)? = frame[.clientID],
      values.indices.contains(Int(client) - 1)
    else { return nil }
    return values[Int(client) - 1]
  }
}
