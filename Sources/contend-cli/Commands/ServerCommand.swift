import ArgumentParser
import ContendRuns

struct ServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server",
    abstract: "Start a throwaway PostgreSQL server.",
    discussion: """
      Prints how to connect and runs until Ctrl-C or the end of standard input. Then the server and its data \
      are removed.
      """)

  @Option(
    help: ArgumentHelp("Create a database with the set-up of this scenario.", valueName: "name"),
    completion: .scenarios)
  var scenario: String?

  @Option(help: "The maximum number of connections.")
  var connections = 100

  @Option(help: "How long a statement of the set-up may take.")
  var stepTimeout: TimeSpan = TimeSpan(.seconds(30))

  @OptionGroup(title: "Server") var flags: EmbeddedFlags

  func validate() throws {
    if !(10...10_000).contains(connections) {
      throw ValidationError("--connections must be between 10 and 10000")
    }
  }

  func run() async throws {
    var options = flags.options()
    options.stepTimeout = stepTimeout.duration
    Interrupts.forward(to: options.stop)
    StandardInput.atEnd(options.stop)
    do {
      let file = try scenario.map { try ScenarioFile.load($0) }
      var server = ThrowawayServer(seeding: file, options: options)
      server.connections = connections
      try await server.run { address in
        Console.output("\(address.url)\n")
        Console.status(
          """
          PostgreSQL \(address.version); in another shell: psql '\(address.url)'
          Ctrl-C ends it

          """)
      }
    } catch {
      throw Console.report(error)
    }
  }
}
