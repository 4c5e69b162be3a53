/// How to reach a database: libpq's keywords and values, later ones winning.
package struct ConnectionSettings: Sendable {
  /// In libpq's order; `dbname` may hold a URL or a connection string, which libpq expands.
  package var keywords: [(name: String, value: String)]

  package init(_ keywords: [(name: String, value: String)]) { self.keywords = keywords }

  /// The same server and role, another database.
  package func with(_ name: String, _ value: String) -> ConnectionSettings {
    ConnectionSettings(keywords + [(name, value)])
  }
}
