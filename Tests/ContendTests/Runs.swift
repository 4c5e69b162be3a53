import ContendModel
import ContendReport
import Foundation
import Testing

@testable import ContendRuns

/// A counter whose increments get lost; small, so that a gate takes a second or two.
enum Counter {
  static let head = #"""
    \scenario counter "Increments that get lost"
    \expect lost-update
    \load clients=6 calls=1
    \explore clients=2 calls=1
    \setup
    CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO counter VALUES (1, 0);
    """#

  static let buggy = #"""
    \variant buggy "read, add, write"
    BEGIN;
    SELECT n AS seen FROM counter WHERE id = 1  \gset
    \sleep 2ms
    \set next :seen + 1
    UPDATE counter SET n = :next WHERE id = 1;
    COMMIT;
    """#

  static let atomic = #"""
    \fix atomic "one statement"
    UPDATE counter SET n = n + 1 WHERE id = 1;
    """#

  static let invariant = #"""
    \invariant counted "every acknowledged increment is there"
    SELECT n, oks FROM counter, (SELECT count(*) AS oks FROM calls WHERE outcome = 'ok') c WHERE n <> oks;
    """#

  /// The scenario of these parts.
  static func text(_ parts: [String] = [head, buggy, atomic, invariant]) -> String {
    parts.joined(separator: "\n")
  }
}

/// What the files of this test process are called.
private let folder = FileManager.default.temporaryDirectory.path + "/contend-tests-\(UUID().uuidString)"

/// Reads a text as a scenario from a file of its own.
func scenario(_ text: String) throws -> ScenarioFile {
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  let path = "\(folder)/\(UUID().uuidString).race.sql"
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try ScenarioFile.load(path)
}

func options(seed: UInt64 = 1, budget: Duration = .seconds(120)) -> RunOptions {
  RunOptions(seed: seed, budget: budget, environment: ProcessInfo.processInfo.environment)
}

func prove(
  _ text: String, fixes: [String] = [], _ change: (inout RunOptions) -> Void = { _ in }
) async throws -> ResultDocument {
  var options = options()
  change(&options)
  return try await ProveRun(try scenario(text), fixNames: fixes, options: options).run()
}

/// The diagnostics with which a run of a scenario is refused.
func faults(_ text: String) async throws -> [String] {
  do {
    _ = try await prove(text)
    return []
  } catch {
    #expect(RunFault(error).exitCode == 65)
    return RunFault(error).diagnostics.map { "\($0.location.line): \($0.message) | \($0.excerpt ?? "")" }
  }
}
