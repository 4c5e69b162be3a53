package import ContendModel
import ContendPostgres
package import ContendReport

/// Which server to run against; nothing chosen and nothing in the environment is an embedded one.
package struct ServerChoice: Sendable {
  /// A URL or a connection string.
  package var database: String?
  /// Whatever the environment names.
  package var isEmbedded = false
  package var allowsRemote = false
  package var allowsSuperuser = false
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

  var permissions: ServerPermissions {
    var permissions = ServerPermissions()
    permissions.remote = allowsRemote
    permissions.superuser = allowsSuperuser
    return permissions
  }
}

extension ServerChoice {
  /// What named the server of a run, and the connection string it gave.
  package struct Named: Sendable {
    package var source: ServerSection.Source
    /// Empty where `PG*` variables speak; may hold a password.
    var connectionString: String

    /// As the reader of a message knows it.
    package var label: Message {
      switch source {
      case .flag: "\(Setting.database)"
      case .libpq: "PG* variables"
      case .embedded, .environment: Message(source.rawValue)
      }
    }

    func target() throws(ServerError) -> ConnectionTarget {
      try ConnectionTarget(connectionString, origin: label)
    }
  }

  /// `PG*` variables that name a server; the others, such as `PGPASSWORD`, only say how to log in.
  private static let namingVariables = [
    "PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGDATABASE", "PGUSER",
  ]

  /// Whether anything was said that concerns an embedded server only.
  private var wantsEmbedded: Bool {
    isEmbedded || folder != nil || majorVersion != nil || user != nil || isDurable
  }

  /// The database that was chosen, then `DATABASE_URL`, then libpq's own variables; nil is an embedded server.
  package func named(in environment: [String: String]) -> Named? {
    if let database { return Named(source: .flag, connectionString: database) }
    if wantsEmbedded { return nil }
    if let url = environment["DATABASE_URL"], !url.isEmpty {
      return Named(source: .environment, connectionString: url)
    }
    let isNamed = Self.namingVariables.contains { environment[$0]?.isEmpty == false }
    return isNamed ? Named(source: .libpq, connectionString: "") : nil
  }
}
