import ContendModel
import Foundation
import Testing

@testable import ContendPostgres

struct InstallationTests {
  /// A folder with a program that says it is a server of this version.
  private func folder(version: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "installation-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let program = folder.appending(path: "postgres")
    try "#!/bin/sh\necho 'postgres (PostgreSQL) \(version)'\n".write(
      to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    return folder
  }

  private func find(_ version: String) throws -> PostgresInstallation {
    let folder = try folder(version: version)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try PostgresInstallation.find(folder: folder.path, major: nil, environment: [:])
  }

  @Test(arguments: ["12.22", "13.18", "19.0"])
  func `a version that cannot be started is refused by its name`(version: String) throws {
    let error = try #require(throws: ServerError.self) { try find(version) }
    #expect(error.description.contains("Contend cannot start PostgreSQL \(version)"))
  }

  @Test(arguments: ["14.0", "15.18", "18.1"])
  func `versions 14 to 18 are started`(version: String) throws {
    #expect(try find(version).version == version)
  }
}
