#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The server binaries of one PostgreSQL version on this machine.
package struct PostgresInstallation: Hashable, Sendable, CustomStringConvertible {
  package static let supportedVersions = 13...18
  /// Contend starts none of 13 itself, whose programs lack options that it needs.
  package static let startedVersions = 14...18

  /// The folder that holds `postgres` and `initdb`.
  package var folder: String
  /// As `postgres --version` says it: `15.18`.
  package var version: String

  package var major: Int { version.split(separator: ".").first.flatMap { Int($0) } ?? 0 }
  package var description: String { "PostgreSQL \(version) (\(folder))" }

  /// The installation to use: in `folder`, else on `PATH`, else in the usual places; there the one
  /// of the wanted major version, else the newest that is supported.
  package static func find(
    folder: String?, major: Int?, environment: [String: String]
  ) throws(ServerError) -> PostgresInstallation {
    let found = all(folder: folder, environment: environment)
    guard !found.isEmpty else { throw .noInstallation(searched: folder.map { [$0] } ?? searchedPlaces) }
    let matching = found.filter { major == nil || $0.major == major }
    if let major, matching.isEmpty { throw .noSuchVersion(wanted: major, found: found) }
    guard let best = matching.first(where: { startedVersions.contains($0.major) }) else {
      throw .unsupportedVersion(found[0])
    }
    return best
  }

  /// Every installation in `folder`, else on `PATH` and in the usual places, in the order of preference.
  package static func all(folder: String?, environment: [String: String]) -> [PostgresInstallation] {
    (folder.map { [$0] } ?? candidateFolders(environment)).compactMap(inspect)
  }

  private static let searchedPlaces = [
    "PATH", "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "Homebrew", "Postgres.app",
  ]

  /// Folders that hold a `postgres`: those on `PATH` first, then by version, newest first.
  private static func candidateFolders(_ environment: [String: String]) -> [String] {
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let versioned =
      subfolders("/usr/lib/postgresql", prefix: "", suffix: "/bin")
      + subfolders("/usr", prefix: "pgsql-", suffix: "/bin")
      + subfolders("/opt/homebrew/opt", prefix: "postgresql", suffix: "/bin")
      + subfolders("/usr/local/opt", prefix: "postgresql", suffix: "/bin")
      + subfolders("/Applications/Postgres.app/Contents/Versions", prefix: "", suffix: "/bin")
    return (path + versioned).filter { FileManager.default.isExecutableFile(atPath: $0 + "/postgres") }
  }

  private static func subfolders(_ parent: String, prefix: String, suffix: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    func version(_ name: String) -> Double { Double(name.filter { $0.isNumber || $0 == "." }) ?? 0 }
    return names.filter { $0.hasPrefix(prefix) }
      .sorted { version($0) > version($1) }
      .map { "\(parent)/\($0)\(suffix)" }
  }

  /// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`
  private static func inspect(_ folder: String) -> PostgresInstallation? {
    guard let output = try? ChildProcess.output(of: ["\(folder)/postgres", "--version"]) else { return nil }
    let words = output.split(whereSeparator: \.isWhitespace)
    guard words.count >= 3, words[1] == "(PostgreSQL)" else { return nil }
    return PostgresInstallation(folder: folder, version: String(words[2]))
  }
}
