import ArgumentParser
import Contend

/// Which server to use, and how to run the embedded one.
struct ServerFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A server of yours, by URL or connection string. Without it DATABASE_URL names one, then libpq's PG* \
      variables and service files; where nothing does, Contend starts its own.
      """, valueName: "url"))
  var database: String?

  @Flag(help: "Start a server of Contend's own, whatever the environment names.")
  var embedded = false

  @Flag(help: "Run on a server that is not on this machine.")
  var allowRemote = false

  @Flag(help: "Log in as a superuser; the scenario's SQL runs as a temporary role without rights.")
  var allowSuperuser = false

  @Option(help: ArgumentHelp("Folder of the embedded server's binaries.", valueName: "folder"))
  var pgBin: String?

  @Option(help: ArgumentHelp("Major version to start where several are installed.", valueName: "number"))
  var pgVersion: Int?

  @Option(help: ArgumentHelp("User the embedded server runs as; only root needs one.", valueName: "user"))
  var runAs: String?

  @Flag(help: "Let the embedded server flush to disk as in production.")
  var durable = false

  func validate() throws {
    guard let database else { return }
    if database.isEmpty { throw ValidationError("--database is empty") }
    let isAboutEmbedded = embedded || pgBin != nil || pgVersion != nil || runAs != nil || durable
    if isAboutEmbedded {
      throw ValidationError(
        """
        --database names a server of yours; --embedded, --pg-bin, --pg-version, --run-as and --durable are \
        for Contend's own
        """)
    }
  }

  var choice: ServerChoice {
    var choice = ServerChoice()
    choice.database = database
    choice.isEmbedded = embedded
    choice.allowsRemote = allowRemote
    choice.allowsSuperuser = allowSuperuser
    choice.folder = pgBin
    choice.majorVersion = pgVersion
    choice.user = runAs
    choice.isDurable = durable
    return choice
  }
}
