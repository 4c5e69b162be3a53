/// How to reach a database: libpq's keywords and values, later ones winning.
package struct ConnectionSettings: Sendable {
  /// In libpq's order; `dbname` may hold a URL or a connection string, which libpq expands.
  package var keywords: [(name: String, value: String)]

  package init(_ keywords: [(name: String, value: String)]) { self.keywords = keywords }

  /// The same server and role, another database.
  package func with(_ name: String, _ value: String) -> ConnectionSettings {
    ConnectionSettings(keywords + [(name, value)])
  }

  /// The same with a setting of the server for the session, beside those it already has.
  package func setting(_ name: String, to value: String) -> ConnectionSettings {
    let earlier = keywords.last { $0.name == "options" }.map { $0.value + " " } ?? ""
    // A backslash before each space, as connection options take it.
    let escaped = value.split(separator: " ").joined(separator: "\\ ")
    return with("options", "\(earlier)-c \(name)=\(escaped)")
  }

  /// Temporary relations, which would come first otherwise, come last.
  static let catalogPath = "pg_catalog, pg_temp"

  /// For sessions that only look: names are PostgreSQL's own, whatever the database or the role prefers.
  package var readingCatalogs: ConnectionSettings { setting("search_path", to: Self.catalogPath) }

  subscript(name: String) -> String? { keywords.last { $0.name == name }?.value }
}

extension ConnectionSettings: CustomStringConvertible, CustomReflectable {
  /// Without anything secret, however it is printed.
  package var description: String {
    let shown = ["host", "port", "user"].compactMap { name in self[name].map { "\(name)=\($0)" } }
    return shown.joined(separator: " ")
  }

  package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
