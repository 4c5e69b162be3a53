import ContendCommandSupport
import Foundation
import Testing

/// `replay --step` for people who go through a failure.
struct StepTests {
  private static let scenario = #"""
    \scenario counter "Increments that get lost"
    \explore clients=2 calls=1
    \setup
    CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO counter VALUES (1, 0);
    \variant buggy
    SELECT n AS seen FROM counter WHERE id = 1  \gset
    UPDATE counter SET n = :seen + 1 WHERE id = 1;
    \invariant counted
    SELECT n FROM counter WHERE n <> (SELECT count(*) FROM calls);
    """#

  @Test func `without a terminal every step is printed, with values, rows and where to look`() throws {
    let folder = try Folder()
    let file = try folder.write(Self.scenario, to: "counter.race.sql")
    let explored = try Contend.run(["explore", file, "--variant", "buggy", "--seed", "1", "--json", "-"])
    let found = try #require(explored.output.firstMatch(of: #/"schedule": "([^"]+)"/#))
    let result = try Contend.run(
      ["replay", file, "--variant", "buggy", "--schedule", String(found.1), "--seed", "1", "--step"])
    #expect(result.exitCode == 1, "\(result.all)")
    for text in [
      "4 steps; press return for the next one, Ctrl-C to stop", "look around between steps: psql \"host=",
      "step 1: client1: SELECT n AS seen FROM counter WHERE id = 1", "← seen = 0",
      "UPDATE counter SET n = $1 + 1 WHERE id = 1  → $1 = 0", "step 4: ", "the call ends: ok",
    ] {
      #expect(result.errors.contains(text), "\(text) is not in \(result.errors)")
    }
  }

  @Test func `a serial order is stepped through too`() throws {
    let folder = try Folder()
    let file = try folder.write(Self.scenario, to: "counter.race.sql")
    let result = try Contend.run(
      ["replay", file, "--variant", "buggy", "--schedule", "serial", "--seed", "1", "--step"])
    #expect(result.exitCode == 0, "\(result.all)")
    for text in [
      "4 steps; press return for the next one", "step 1: client1: SELECT n AS seen",
      "step 2: client1: UPDATE counter SET n = $1 + 1 WHERE id = 1  → $1 = 0",
      "step 4: client2: UPDATE counter SET n = $1 + 1 WHERE id = 1  → $1 = 1",
      "look around between steps: psql",
    ] {
      #expect(result.errors.contains(text), "\(text) is not in \(result.errors)")
    }
  }

  @Test func `explore compares the reported symptom with what was seen`() throws {
    let folder = try Folder()
    let text = Self.scenario.replacing("\\explore", with: "\\symptom sqlstate=23514\n\\explore")
    let file = try folder.write(text, to: "counter.race.sql")
    let result = try Contend.run(
      ["explore", file, "--variant", "buggy", "--seed", "1", "--json", "\(folder.path)/out.json"])
    #expect(result.exitCode == 1, "\(result.all)")
    let output = result.output.replacing(#/\s+/#, with: " ")
    #expect(output.contains("symptom: The reported 23514 was not seen in"), "\(result.output)")
    #expect(output.contains("what was seen is invariant:counted ("), "\(result.output)")
    let json = try folder.read("out.json")
    #expect(try violations(of: json) == [])
    #expect(json.contains("\"seen\": false"))
  }
}
