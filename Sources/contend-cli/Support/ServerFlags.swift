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
      Use this server, given as a URL or connection string. Default: DATABASE_URL, then libpq's PG* \
      variables and service files; if none of them is set, Contend starts its own server.
      """, valueName: "url"))
  var database: String?

  @Flag(
    name: .customLong("embedded"),
    help: "Start Contend's own server even if the environment names one.")
  var isEmbedded = false

  @Flag(help: "Allow a server on another machine.")
  var allowRemote = false

  @Flag(help: "Allow a superuser login; the scenario's SQL runs as a temporary role without privileges.")
  var allowSuperuser = false

  @OptionGroup(title: "Embedded server") var embedded: EmbeddedFlags

  func validate() throws {
    guard let database else { return }
    if database.isEmpty { throw ValidationError("--database is empty") }
    if isEmbedded || embedded.isGiven {
      throw ValidationError(
        """
        --database names a running server; --embedded, --pg-bin, --pg-version, --run-as and --durable apply to \
        Contend's own
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
  @Option(help: ArgumentHelp("Folder that contains the server's binaries.", valueName: "folder"))
  var pgBin: String?

  @Option(help: ArgumentHelp("Major version to start if several are installed.", valueName: "number"))
  var pgVersion: Int?

  @Option(help: ArgumentHelp("User to run the server as, if you are root.", valueName: "user"))
  var runAs: String?

  @Flag(help: "Write to disk durably, as in production.")
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
