/// How an arm runs its rounds.
package struct StressOptions: Sendable {
  /// Clients of all roles together.
  package var clients: Int
  /// Calls of each client in a round.
  package var calls: Int
  package var seed: UInt64
  /// Marks the databases of this run.
  package var token: String
  /// How long a round may go on before its outstanding statements are cancelled and called stuck.
  package var stepTimeout: Duration

  package init(clients: Int, calls: Int, seed: UInt64, token: String, stepTimeout: Duration = .seconds(30)) {
    self.clients = clients
    self.calls = calls
    self.seed = seed
    self.token = token
    self.stepTimeout = stepTimeout
  }
}
