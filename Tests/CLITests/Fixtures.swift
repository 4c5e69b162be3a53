import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// A folder of this test's own, removed with it.
final class Folder {
  let path = FileManager.default.temporaryDirectory.path + "/contend-cli-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }
}

/// A scenario of the library, with one piece of its text replaced.
func libraryText(_ name: String, replacing old: String = "", with new: String = "") throws -> String {
  let text = try repositoryFile("Scenarios/\(name).race.sql")
  guard !old.isEmpty else { return text }
  try #require(text.contains(old))
  return text.replacing(old, with: new)
}

/// What the schema of results has against a text.
func violations(of json: String, as definition: String? = nil) throws -> [JSONSchema.Violation] {
  JSONSchema(try JSONValue(text: repositoryFile("docs/contend-1.schema.json")))
    .violations(of: try JSONValue(text: json), as: definition)
}

/// Few clients, so that a round takes milliseconds.
let small = ["--clients", "8", "--seed", "7"]
