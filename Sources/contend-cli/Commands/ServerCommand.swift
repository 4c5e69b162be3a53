import ArgumentParser
import ContendRuns

struct ServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server",
    abstract: "Run a throwaway server for the shell.",
    discussion: """
      Prints how to reach it and runs until Ctrl-C or the end of standard input; then it is gone with all \
      that is in it.
      """)

  @Option(
    help: ArgumentHelp("Seed a database with the set-up of this scenario.", valueName: "name"),
    completion: .scenarios)
  var scenario: String?

  @Option(help: "Connections that may be open at a time.")
  var connections = 100

  @OptionGroup(title: "Server") var flags: EmbeddedFlags

  func validate() throws {
    if !(10...10_000).contains(connections) { throw ValidationError("--connections is 10 to 10000") }
  }

  func run() async throws {
    let options = flags.options()
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
