package import ContendModel

/// Why there is no server to run against, and what to do about it.
package enum ServerError: Error {
  case noInstallation(searched: [String])
  case noSuchVersion(wanted: Int, found: [PostgresInstallation])
  case unsupportedVersion(PostgresInstallation)
  case cannotRunAsRoot
  case unknownUser(String)
  case didNotStart(log: String)
  case malformedURL(origin: Message)
  case unusableTarget(origin: Message, reason: String)
  case unknownHost(String, reason: String)
  case cannotConnect(ConnectionTrouble)
  case lacking(Shortcoming)
  case refused(Refusal)
  case notDropped([String])
  case system(PosixError)

  package var message: Message {
    switch self {
    case .noInstallation(let searched):
      """
      no PostgreSQL server binaries found (looked in \(searched.joined(separator: ", ")))
        install them: \(installCommand)
        or name their folder with \(Setting.binaries), or a running server with \(Setting.database)
      """
    case .noSuchVersion(let wanted, let found):
      """
      PostgreSQL \(wanted) is not installed; found \(found.map(\.description).joined(separator: ", "))
        drop \(Setting.serverVersion) or install that version
      """
    case .unsupportedVersion(let installation):
      """
      Contend cannot start \(installation), only PostgreSQL 14 to 18
        name another with \(Setting.binaries) or \(Setting.serverVersion); a running server of 13 can be used \
      with \(Setting.database)
      """
    case .cannotRunAsRoot:
      """
      PostgreSQL refuses to run as root, and no other user is at hand
        run contend as an ordinary user, or name one with \(Setting.serverUser)
      """
    case .unknownUser(let name): "\(Setting.serverUser) \(name): there is no such user"
    case .didNotStart(let log): "PostgreSQL did not start:\n\(log)"
    case .malformedURL(let origin):
      """
      \(origin) is not a connection string of PostgreSQL
        postgresql://user:password@host:5432/database, or host=… user=… dbname=…
        in a URL, write / @ : ? # % of a password as %2F %40 %3A %3F %23 %25
      """
    case .unusableTarget(let origin, let reason): "\(origin): \(reason)"
    case .unknownHost(let name, let reason):
      "cannot connect to PostgreSQL: there is no host \(name) (\(reason))"
    case .cannotConnect(let trouble): Message(trouble.description)
    case .lacking(let shortcoming): shortcoming.message
    case .refused(let refusal): refusal.message
    case .notDropped(let reasons):
      """
      not everything that the run made on the server could be removed:
        \(reasons.joined(separator: "\n  "))
        contend clean tries again
      """
    case .system(let error): Message(error.description)
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

extension ServerError: CustomStringConvertible {
  package var description: String { message.description }
}
