import ContendModel

/// Why there is no server to run against, and what to do about it.
package enum ServerError: Error, CustomStringConvertible {
  case noInstallation(searched: [String])
  case noSuchVersion(wanted: Int, found: [PostgresInstallation])
  case unsupportedVersion(PostgresInstallation)
  case cannotRunAsRoot
  case unknownUser(String)
  case didNotStart(log: String)
  case unreachable(SQLFailure)
  case system(PosixError)

  package var description: String {
    switch self {
    case .noInstallation(let searched):
      """
      no PostgreSQL server binaries found (looked in \(searched.joined(separator: ", ")))
        install them: \(installCommand)
        or name their folder with --pg-bin, or a running server with --database URL
      """
    case .noSuchVersion(let wanted, let found):
      """
      PostgreSQL \(wanted) is not installed; found \(found.map(\.description).joined(separator: ", "))
        drop --pg-version or install that version
      """
    case .unsupportedVersion(let installation):
      "\(installation) is not supported; PostgreSQL 13 to 18 are: name another with --pg-bin or --pg-version"
    case .cannotRunAsRoot:
      """
      PostgreSQL refuses to run as root, and no other user is at hand
        run contend as an ordinary user, or name one with --run-as USER
      """
    case .unknownUser(let name): "--run-as \(name): there is no such user"
    case .didNotStart(let log): "PostgreSQL did not start:\n\(log)"
    case .unreachable(let failure): "cannot connect to PostgreSQL: \(failure.error.message)"
    case .system(let error): error.description
    }
  }

  private var installCommand: String {
    #if os(macOS)
      "brew install postgresql@17"
    #else
      "sudo apt-get install -y postgresql   (Debian, Ubuntu; elsewhere the package postgresql-server)"
    #endif
  }
}
