import ContendExecution
package import ContendModel
package import ContendReport

/// The options of every command that runs something.
package struct RunOptions: Sendable {
  package var seed: UInt64
  /// Overrides `\load`.
  package var clients: Int?
  /// Clients under stress that the server has connections for; explore has few and keeps them.
  var mostClients: Int?
  package var calls: Int?
  /// Arrivals per second over all clients; overrides `\load`.
  package var rate: Double?
  /// Named values of parameters and load; `parameters`, `clients` and `calls` override them.
  package var profile: String?
  /// Overrides `\param`, as text by name.
  package var parameters: [(name: String, value: String)] = []
  /// Wall time for the command.
  package var budget: Duration
  /// How long a round may go on before its outstanding statements are cancelled and called stuck.
  package var stepTimeout = Duration.seconds(30)
  package var server = ServerChoice()
  package var explore = ExploreChoice()
  package var environment: [String: String]
  /// Where the user is, and so what advice calls the settings.
  package var surface = Surface.terminal
  /// Called after every block.
  package var progress: @Sendable (Progress) -> Void = { _ in }
  /// Called with what is doubtful about the scenario, before anything runs.
  package var warn: @Sendable ([Diagnostic]) -> Void = { _ in }
  /// Called with what the user should know but did not ask for.
  package var note: @Sendable (Message) -> Void = { _ in }
  /// Called with what went wrong without spoiling the result.
  package var complain: @Sendable (String) -> Void = { _ in }
  let stopSignal = StopSignal()

  package init(seed: UInt64, budget: Duration, environment: [String: String]) {
    self.seed = seed
    self.budget = budget
    self.environment = environment
  }

  /// Ends the run soon, with what it has; callable from any thread.
  package func stop() { stopSignal.stop() }

  var isStopped: Bool { stopSignal.isStopped }

  var sentences: Sentences { Sentences(surface) }
}

/// The version that results carry.
package let contendVersion = "0.1.0"
