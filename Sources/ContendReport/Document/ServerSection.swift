/// The server under test.
package struct ServerSection: Codable, Hashable, Sendable {
  /// What named the server; the first of these that was given won.
  package enum Source: String, Codable, Hashable, Sendable, CaseIterable {
    case flag = "--database"
    case environment = "DATABASE_URL"
    /// `PG*` variables or a service file.
    case libpq
    /// Nothing did: Contend started its own.
    case embedded
  }

  package var version: String
  /// Contend started it and will stop it.
  package var managed: Bool
  package var source: Source
  /// Settings that differ from production's or change race windows, such as `fsync`.
  package var settings: StringMap<String>

  package init(
    version: String, managed: Bool, source: Source, settings: StringMap<String> = [:]
  ) {
    self.version = version
    self.managed = managed
    self.source = source
    self.settings = settings
  }
}
