import ContendExecution
package import ContendModel
import ContendPostgres
package import ContendReport

/// What every command that runs something can be told.
package struct RunOptions: Sendable {
  package var seed: UInt64
  /// Overrides `\load`.
  package var clients: Int?
  package var calls: Int?
  /// Overrides `\param`, as text by name.
  package var parameters: [(name: String, value: String)] = []
  /// Wall time for the command.
  package var budget: Duration
  /// How long a round may go on before its outstanding statements are cancelled and called stuck.
  package var stepTimeout = Duration.seconds(30)
  package var server = ServerChoice()
  package var explore = ExploreChoice()
  package var environment: [String: String]
  /// Called after every block.
  package var progress: @Sendable (Progress) -> Void = { _ in }
  /// Called with what is doubtful about the scenario, before anything runs.
  package var warn: @Sendable ([Diagnostic]) -> Void = { _ in }
  let control = RunControl()

  package init(seed: UInt64, budget: Duration, environment: [String: String]) {
    self.seed = seed
    self.budget = budget
    self.environment = environment
  }

  /// Ends the run soon, with what it has; callable from any thread.
  package func stop() { control.stop() }

  var isStopped: Bool { control.isStopped }
}

/// Which server to run against; nothing chosen is an embedded one.
package struct ServerChoice: Sendable {
  /// The folder of the server's binaries.
  package var folder: String?
  package var majorVersion: Int?
  /// The user an embedded server runs as, where the caller is root.
  package var user: String?
  /// Flush to disk as in production.
  package var isDurable = false

  package init() {}

  func embedded(connections: Int) -> ServerOptions {
    var options = ServerOptions()
    options.folder = folder
    options.majorVersion = majorVersion
    options.user = user
    options.isDurable = isDurable
    options.maxConnections = connections
    return options
  }
}

/// The version that results carry.
package let contendVersion = "0.1.0"
