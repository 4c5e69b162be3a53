package import ContendModel
import CLibpq

/// A server that the user names: what a connection string, `PG*` variables and service files come to.
package struct ConnectionTarget: Sendable {
  /// A URL or a connection string; empty where only the environment speaks.
  let connectionString: String
  /// Every option that has a value, defaults included.
  private let options: [String: String]

  /// Reads the string as libpq does, without connecting to anything.
  ///
  /// - Parameter origin: what named it, such as `--database`, for messages. They never hold the string
  ///   itself: whatever is wrong with it may be a piece of a password.
  package init(_ connectionString: String, origin: Message) throws(ServerError) {
    self.connectionString = connectionString
    if !connectionString.isEmpty, !Self.isPlausible(connectionString) { throw .malformedURL(origin: origin) }
    options = try Self.expand(connectionString, origin: origin)
    let hasOddHost = options["host"]?.contains("@") ?? false
    let hasOddPort = options["port"]?.contains { !$0.isASCII || !($0.isNumber || $0 == ",") } ?? false
    // What follows an unescaped / or @ of a password would be taken for a port or a host, and shown.
    if !connectionString.isEmpty, hasOddHost && options["host"]?.first != "@" || hasOddPort {
      throw .malformedURL(origin: origin)
    }
  }

  var hosts: [String] { list("host") }
  var addresses: [String] { list("hostaddr") }
  var ports: [String] { list("port") }
  var sslMode: String { options["sslmode"] ?? "prefer" }
  /// Words of the user's own for the server's command line, as in `PGOPTIONS`.
  var serverOptions: String { options["options"] ?? "" }
  var timeout: Duration {
    let seconds = options["connect_timeout"].flatMap { Int($0) } ?? 0
    return .seconds(seconds > 0 ? max(seconds, 2) : 10)
  }

  private func list(_ name: String) -> [String] {
    guard let value = options[name], !value.isEmpty else { return [] }
    return value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// What libpq would take for the name of a database, such as `mysql://host`, is not a connection string.
  private static func isPlausible(_ text: String) -> Bool {
    let isURL = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    guard isURL || text.contains("=") || text.contains("://") else { return true }
    guard let parsed = PQconninfoParse(text, nil) else { return false }
    PQconninfoFree(parsed)
    return true
  }

  /// Lets libpq merge string, environment and service file; an option that it refuses only after that
  /// keeps it from connecting.
  private static func expand(_ text: String, origin: Message) throws(ServerError) -> [String: String] {
    let brake = "ssl_max_protocol_version"
    let handle = withCStrings(["dbname", brake]) { names in
      withCStrings([text, "none"]) { values in PQconnectStartParams(names, values, 1) }
    }
    guard let handle else { throw .system(PosixError(call: "PQconnectStartParams")) }
    defer { PQfinish(handle) }
    let message = String(cString: PQerrorMessage(handle))
    guard message.contains(brake) else {
      throw .unusableTarget(origin: origin, reason: message.trimmingNewlines)
    }
    guard let first = PQconninfo(handle) else { throw .system(PosixError(call: "PQconninfo")) }
    defer { PQconninfoFree(first) }
    var options: [String: String] = [:]
    var option = first
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val, value.pointee != 0 {
        options[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    return options
  }
}
