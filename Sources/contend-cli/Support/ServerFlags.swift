import ArgumentParser
import ContendRuns

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Which server to use, and how to run the embedded one.
struct ServerFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A server of yours, by URL or connection string. Without it DATABASE_URL names one, then libpq's PG* \
      variables and service files; where nothing does, Contend starts its own.
      """, valueName: "url"))
  var database: String?

  @Flag(
    name: .customLong("embedded"),
    help: "Start a server of Contend's own, whatever the environment names.")
  var isEmbedded = false

  @Flag(help: "Run on a server that is not on this machine.")
  var allowRemote = false

  @Flag(help: "Log in as a superuser; the scenario's SQL runs as a temporary role without rights.")
  var allowSuperuser = false

  @OptionGroup(title: "Embedded server") var embedded: EmbeddedFlags

  func validate() throws {
    guard let database else { return }
    if database.isEmpty { throw ValidationError("--database is empty") }
    if isEmbedded || embedded.isGiven {
      throw ValidationError(
        """
        --database names a server of yours; --embedded, --pg-bin, --pg-version, --run-as and --durable are \
        for Contend's own
        """)
    }
  }

  var choice: ServerChoice {
    var choice = embedded.choice
    choice.database = database
    choice.isEmbedded = isEmbedded
    choice.allowsRemote = allowRemote
    choice.allowsSuperuser = allowSuperuser
    return choice
  }

  /// For commands that need a server but run no scenario.
  func options() -> RunOptions { RunOptions(server: choice) }
}

/// How to run the embedded server.
struct EmbeddedFlags: ParsableArguments {
  @Option(help: ArgumentHelp("Folder of the server's binaries.", valueName: "folder"))
  var pgBin: String?

  @Option(help: ArgumentHelp("Major version to start where several are installed.", valueName: "number"))
  var pgVersion: Int?

  @Option(help: ArgumentHelp("User the server runs as; only root needs one.", valueName: "user"))
  var runAs: String?

  @Flag(help: "Flush to disk as in production.")
  var durable = false

  var isGiven: Bool { pgBin != nil || pgVersion != nil || runAs != nil || durable }

  var choice: ServerChoice {
    var choice = ServerChoice()
    choice.folder = pgBin
    choice.majorVersion = pgVersion
    choice.user = runAs
    choice.isDurable = durable
    return choice
  }

  func options() -> RunOptions { RunOptions(server: choice) }
}

extension RunOptions {
  /// Of a command that draws nothing and ends by itself.
  fileprivate init(server: ServerChoice) {
    self.init(seed: 0, budget: .zero, environment: ProcessInfo.processInfo.environment)
    self.server = server
    complain = { Console.error($0) }
  }
}
