import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// `prove` of many scenarios, in a working folder with a library of its own.
@Suite(.serialized)
struct LibraryTests {
  /// A folder with `Scenarios/` of these texts, which is the library of whoever runs there.
  private func library(_ texts: [String: String]) throws -> Folder {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/Scenarios", withIntermediateDirectories: true)
    for (name, text) in texts { _ = try folder.write(text, to: "Scenarios/\(name).race.sql") }
    return folder
  }

  /// A small scenario with one fix that helps.
  private func counter(_ name: String, expecting verdict: String = "eliminated") -> String {
    #"""
    \scenario \#(name) "Increments that get lost"
    \expect lost-update
    \load clients=6 calls=1
    \explore clients=2 calls=1
    \setup
    CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO counter VALUES (1, 0);
    \variant buggy "read, add, write"
    BEGIN;
    SELECT n AS seen FROM counter WHERE id = 1  \gset
    \sleep 2ms
    \set next :seen + 1
    UPDATE counter SET n = :next WHERE id = 1;
    COMMIT;
    \fix atomic "one statement"
    \expect \#(verdict)
    UPDATE counter SET n = n + 1 WHERE id = 1;
    \invariant counted "every acknowledged increment is there"
    SELECT n, oks FROM counter, (SELECT count(*) AS oks FROM calls WHERE outcome = 'ok') c WHERE n <> oks;
    """#
  }

  private func all(_ folder: Folder, _ arguments: [String] = []) -> [String] {
    ["/usr/bin/env", "-C", folder.path, Contend.executable, "prove", "--all", "--seed", "7"] + arguments
  }

  @Test func `a library that is as it expects exits with 0 and writes a list`() throws {
    let folder = try library(["one": counter("one"), "two": counter("two")])
    let result = try Command.run(all(folder, ["--json", "\(folder.path)/out.json"]))
    #expect(result.exitCode == 0, "\(result.all)")
    #expect(result.output.contains("2 scenarios, 2 fixes"))
    #expect(result.output.contains("every fix is judged as expected"))
    #expect(result.errors.contains("2/2 two: stress"))
    let json = try folder.read("out.json")
    #expect(try violations(of: json, as: "library") == [])
  }

  @Test func `a missed expectation exits with 1 and is told with the command that shows it`() throws {
    let folder = try library(["one": counter("one"), "two": counter("two", expecting: "not_fixed")])
    let result = try Command.run(all(folder, ["-q"]))
    #expect(result.exitCode == 1)
    #expect(result.output.contains("two: atomic is eliminated_proved, expected not_fixed."))
    #expect(result.output.contains("contend prove two --seed 7"))
    #expect(result.output.contains("1 of 2 scenarios are as expected"))
  }

  @Test func `a scenario with errors is told at its place, and the others run`() throws {
    let broken = counter("broken").replacing("UPDATE counter", with: "UPDATE cuonter")
    let folder = try library(["broken": broken, "good": counter("good")])
    let result = try Command.run(all(folder, ["-q", "--json", "\(folder.path)/out.json"]))
    #expect(result.exitCode == 65)
    #expect(result.errors.contains(#/broken\.race\.sql:\d+:\d+: error: 42P01/#))
    #expect(result.output.contains("broken: could not be run"))
    let documents = try JSONValue(text: try folder.read("out.json"))
    guard case .array(let list) = documents else { return #expect(Bool(false), "no list") }
    #expect(list.map { $0["scenario"]?["name"] } == [.string("good")])
  }

  @Test func `two broken files of a folder are in the table, and the others are judged`() throws {
    let misspelt = counter("misspelt").replacing("\\fix atomic", with: "\\fxi atomic")
    let folder = try library([
      "a-good": counter("a-good"), "misspelt": misspelt, "not-sql": "this is no scenario",
      "z-good": counter("z-good"),
    ])
    let out = "\(folder.path)/out"
    let result = try Contend.run([
      "prove", "\(folder.path)/Scenarios/", "--seed", "7", "--json", "\(out).json", "--markdown", "\(out).md",
      "--junit", "\(out).xml",
    ])
    #expect(result.exitCode == 65, "\(result.all)")
    #expect(result.output.contains(#/✗ +misspelt +could not be run/#))
    #expect(result.output.contains(#/not-sql: could not be run:\s+\S+not-sql\.race\.sql:1:1: /#))
    #expect(result.output.contains("4 scenarios, 2 fixes"))
    #expect(result.output.contains("2 of 4 scenarios are as expected"))
    #expect(result.errors.contains(#/misspelt\.race\.sql:\d+:\d+: error: /#))
    #expect(try folder.read("out.xml").contains(#"name="misspelt / run""#))
    let markdown = try folder.read("out.md")
    #expect(markdown.contains("## misspelt could not be run"))
    guard case .array(let list) = try JSONValue(text: try folder.read("out.json")) else {
      return #expect(Bool(false), "no list")
    }
    #expect(list.map { $0["scenario"]?["name"] } == [.string("a-good"), .string("z-good")])
  }

  @Test(.enabled(if: Extent.isWhole))
  func `a result that is worse than the baseline fails, and a missing baseline is only reported`()
    throws
  {
    let folder = try library(["one": counter("one")])
    let file = "\(folder.path)/Scenarios/one.race.sql"
    let base = "\(folder.path)/base.json"
    let prove = ["prove", file, "--seed", "7", "--baseline", base]
    let first = try Contend.run(prove + ["--json", base])
    #expect(first.exitCode == 0, "\(first.all)")
    #expect(first.errors.contains("there is no baseline \(base)"))
    let same = try Contend.run(prove)
    #expect(same.exitCode == 0, "\(same.all)")
    #expect(same.output.contains("Nothing changed against the baseline."))
    let worse = counter("one", expecting: "masked").replacing(
      "UPDATE counter SET n = n + 1 WHERE id = 1;", with: "SELECT n FROM counter;")
    _ = try folder.write(worse, to: "Scenarios/one.race.sql")
    let result = try Contend.run(prove)
    #expect(result.exitCode == 1, "\(result.all)")
    #expect(result.output.contains("✗ one / atomic is "), "\(result.output)")
    _ = try folder.write("{}", to: "base.json")
    #expect(try Contend.run(prove).exitCode == 65)
  }

  @Test func `a single scenario that cannot be run is an error of its test report`() throws {
    let folder = try library(["bad": counter("bad").replacing("\\fix atomic", with: "\\fxi atomic")])
    let out = "\(folder.path)/out.xml"
    let result = try Contend.run(["prove", "\(folder.path)/Scenarios/bad.race.sql", "--junit", out])
    #expect(result.exitCode == 65)
    #expect(try folder.read("out.xml").contains(#"<error type="exit 65""#))
  }

  @Test(.enabled(if: Extent.isWhole))
  func `a named fix is judged in each scenario that has it, by its verdict`() throws {
    let other = counter("other").replacing("\\fix atomic", with: "\\fix added")
    let folder = try library(["one": counter("one"), "two": counter("two"), "other": other])
    let files = ["\(folder.path)/Scenarios", "\(folder.path)/Scenarios/one.race.sql"]
    let result = try Contend.run(
      ["prove"] + files + ["--seed", "7", "--fix", "atomic", "--total-budget", "5min"])
    #expect(result.exitCode == 0, "\(result.all)")
    #expect(result.output.contains("2 scenarios, 2 fixes"))
    let typo = try Contend.run(["prove"] + files + ["--fix", "atomci"])
    #expect(typo.exitCode == 64)
    #expect(typo.errors.contains("no fix 'atomci'; it has atomic, added"), "\(typo.errors)")
  }

  @Test func `a file or a folder without scenarios is refused before anything runs`() throws {
    let folder = try library(["one": counter("one")])
    let none = try Contend.run(["prove", "\(folder.path)/Scenarios", "\(folder.path)/none.race.sql"])
    #expect(none.exitCode == 64)
    #expect(none.errors.contains("there is no file"))
    let empty = try Folder()
    let result = try Contend.run(["prove", empty.path])
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("no scenario files in \(empty.path)"))
  }

  @Test func `the budget is shared, and what it does not suffice for is inconclusive`() throws {
    let folder = try library(["one": counter("one"), "two": counter("two")])
    let start = ContinuousClock.now
    let result = try Command.run(all(folder, ["-q", "--total-budget", "20ms"]))
    #expect(result.exitCode == 2, "\(result.all)")
    #expect(start.duration(to: .now) < .seconds(30))
  }

  @Test func `a signal ends the run with the results so far`() async throws {
    let folder = try library(["one": counter("one"), "two": counter("two"), "zoo": counter("zoo")])
    let command = try Command(all(folder, ["--json", "\(folder.path)/out.json"]))
    #expect(await eventually(within: .seconds(60)) { command.errors.contains("2/3 two: ") })
    command.send(SIGINT)
    let result = command.finish()
    #expect(result.exitCode == 130, "\(result.all)")
    #expect(result.output.contains("Interrupted, a partial result: 3 scenarios"))
    #expect(result.output.contains("one"))
    #expect(try violations(of: try folder.read("out.json"), as: "library") == [])
  }

  @Test(
    arguments: [
      [], ["lost-update", "--all"], ["--all", "--fix", "atomic"], ["--all", "--param", "stock=1"],
      ["lost-update", "--total-budget", "9s"],
    ])
  func `one scenario or all of them must be asked for`(arguments: [String]) throws {
    let result = try Contend.run(["prove"] + arguments)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(arguments.contains("--total-budget") ? "--total-budget" : "--all"))
  }
}
