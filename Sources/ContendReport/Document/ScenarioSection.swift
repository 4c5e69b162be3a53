/// Which scenario ran, and with which parameters.
package struct ScenarioSection: Codable, Hashable, Sendable {
  package var name: String
  package var title: String
  package var file: String
  /// Of the file's bytes, in hexadecimal.
  package var sha256: String
  package var profile: String?
  /// Parameters in force, with `--param` and the profile applied, as text.
  package var parameters: StringMap<String>
  /// Those of them that `--param` gave.
  package var overrides: StringMap<String>
  /// What `--clients`, `--calls` and `--rate` gave; nil is what the scenario says.
  package var clients: Int?
  package var calls: Int?
  package var rate: Double?

  package init(
    name: String, title: String, file: String, sha256: String, profile: String? = nil,
    parameters: StringMap<String> = [:], overrides: StringMap<String> = [:],
    clients: Int? = nil, calls: Int? = nil, rate: Double? = nil
  ) {
    self.name = name
    self.title = title
    self.file = file
    self.sha256 = sha256
    self.profile = profile
    self.parameters = parameters
    self.overrides = overrides
    self.clients = clients
    self.calls = calls
    self.rate = rate
  }
}
