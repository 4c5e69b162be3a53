package import ContendModel

/// How a variant is explored.
package struct ExploreOptions: Sendable {
  /// Clients of all roles together; nil is each role's own number.
  package var clients: Int?
  /// Calls of each client.
  package var calls: Int
  package var seed: UInt64
  /// Marks the databases of this run.
  package var token: String
  package var reduction: Reduction
  /// How long a statement may neither return nor be seen waiting.
  package var stepTimeout: Duration
  package var stopSignal: StopSignal
  /// What earlier runs of the program have met.
  package var knowledge = Knowledge()

  package init(
    clients: Int?, calls: Int, seed: UInt64, token: String, reduction: Reduction, stepTimeout: Duration,
    stopSignal: StopSignal = StopSignal()
  ) {
    self.clients = clients
    self.calls = calls
    self.seed = seed
    self.token = token
    self.reduction = reduction
    self.stepTimeout = stepTimeout
    self.stopSignal = stopSignal
  }
}
