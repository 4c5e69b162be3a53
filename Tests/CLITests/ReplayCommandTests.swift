import ContendCommandSupport
import Foundation
import Testing

/// The command that a report prints repeats what the report shows, whatever flags the run had.
@Suite(.serialized)
struct ReplayCommandTests {
  /// That BEGIN's time is read is in no text: it is met as the program runs.
  private static let hiddenClock = """
    \\scenario hidden "The clock is read where no text tells"
    \\setup
    CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, at timestamptz);
    INSERT INTO t VALUES (1, 0);
    CREATE FUNCTION stamp(what text) RETURNS timestamptz LANGUAGE plpgsql AS $$
    DECLARE result timestamptz;
    BEGIN EXECUTE 'SELECT ' || what INTO result; RETURN result; END $$;
    \\variant buggy "reads, then writes"
    BEGIN;
    SELECT n FROM t WHERE id = 1 \\gset
    UPDATE t SET n = :n + 1, at = stamp('no' || 'w()') WHERE id = 1;
    COMMIT;
    \\invariant counted "every call counts"
    SELECT n FROM t WHERE n <> (SELECT count(*) FROM calls WHERE outcome = 'ok');
    """

  @Test(arguments: [
    [], ["--clients", "3"], ["--reduction", "none"], ["--calls", "2", "--param", "stock=9"],
  ])
  func `the printed command repeats the failure with the flags of the run`(flags: [String]) throws {
    try expectRepeats("lost-update", flags)
  }

  @Test func `the printed command repeats a failure whose steps were found on the way`() throws {
    let folder = try Folder()
    try expectRepeats(try folder.write(Self.hiddenClock, to: "hidden.race.sql"), [])
  }

  private func expectRepeats(_ scenario: String, _ flags: [String]) throws {
    let explored = try Contend.run(["explore", scenario, "--variant", "buggy", "--budget", "8s"] + flags)
    #expect(explored.exitCode == 1, "\(explored.all)")
    let line = try #require(explored.output.split(separator: "\n").first { $0.contains("replay: contend ") })
    let words = line.split(separator: " ").map(String.init)
    let command = Array(words[(try #require(words.firstIndex(of: "contend")) + 1)...])
    for flag in flags { #expect(command.contains(flag), "\(line)") }
    let replayed = try Contend.run(command)
    #expect(replayed.exitCode == 1, "\(replayed.all)")
    #expect(replayed.output.split(separator: "\n").last == explored.output.split(separator: "\n").last)
  }
}
