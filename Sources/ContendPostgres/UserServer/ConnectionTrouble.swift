import ContendModel

/// Why nobody could log in, with the remedy where one is known.
package struct ConnectionTrouble: Sendable, Hashable, CustomStringConvertible {
  /// As the user wrote it, never with a password.
  var place: String
  var error: SQLError

  package var description: String {
    let head = "cannot connect to PostgreSQL\(place.isEmpty ? "" : " at \(place)"): \(error.message)"
    return remedy.map { "\(head)\n  \($0)" } ?? head
  }

  private var remedy: String? {
    switch error.sqlState {
    case "28P01": "the password is wrong; give the right one in DATABASE_URL, PGPASSWORD or ~/.pgpass"
    case "28000": "the role may not log in from here: see the server's pg_hba.conf, or name another role"
    case "3D000": "name a database that exists; Contend only logs in to it and creates its own beside it"
    case "42501": "the role may not connect to that database"
    case "53300": "every connection is taken: raise max_connections or close some"
    case "57P03": "the server is starting up or shutting down; try again in a moment"
    default: remedyByText
    }
  }

  /// libpq's own failures, which have no SQLSTATE; its messages are not translated here.
  private var remedyByText: String? {
    let text = error.message
    if text.contains("no password supplied") {
      return "the server wants a password: give it in DATABASE_URL, PGPASSWORD or ~/.pgpass"
    }
    if text.contains("Connection refused") || text.contains("No such file or directory") {
      return "nothing listens there: is the server running, and are host and port right?"
    }
    if text.contains("SSL") { return "see sslmode in the connection string" }
    if text.contains("did not answer in time") {
      return "is the address right, and does a firewall let it through? connect_timeout=SECONDS waits longer"
    }
    return nil
  }
}
