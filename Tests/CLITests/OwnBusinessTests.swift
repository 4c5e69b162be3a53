import ContendCommandSupport
import Foundation
import ContendTestSupport
import Testing

/// What a scenario does to its sessions and its schema is its own business, and no fault of a run.
struct OwnBusinessTests {
  private static func scenario(setup: String = "", after: String = "", finally: String = "") -> String {
    """
    \\scenario own "Something of its own"
    \\setup
    CREATE TABLE t (id int PRIMARY KEY, n int);
    INSERT INTO t VALUES (1, 0);
    \(setup)
    \\variant buggy "reads, then writes"
    SELECT n + 1 AS next FROM t WHERE id = 1 \\gset
    UPDATE t SET n = :next WHERE id = 1;
    \(after)
    \\fix atomic "one statement"
    UPDATE t SET n = n + 1 WHERE id = 1;
    \(after)
    \(finally)
    \\invariant counted "every call counts"
    SELECT n, k FROM t, (SELECT count(*) AS k FROM calls WHERE outcome = 'ok') c WHERE n <> k;
    """
  }

  private static let scenarios = [
    "a session made as new": scenario(after: "DISCARD ALL;"),
    "a session made as new at the end": scenario(finally: "\\finally\nDISCARD ALL;\n\\endfinally"),
    "a temporary table in the way": scenario(finally: "\\finally\nDISCARD TEMP;\n\\endfinally"),
    "a schema called like Contend": scenario(
      setup: "CREATE SCHEMA contend;", finally: "\\finally\nDROP SCHEMA IF EXISTS contend;\n\\endfinally"),
    "two thousand tables": scenario(
      setup: """
        DO $$ BEGIN
          FOR i IN 1..2000 LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY)', i); END LOOP;
        END $$;
        """),
  ]

  @Test func `a link does not lead an included file out of the scenario's folder`() throws {
    let (folder, other) = (try Folder(), try Folder())
    let outside = try other.write("CREATE TABLE secret (n int);", to: "secret.sql")
    _ = try folder.write("CREATE TABLE t (n int);", to: "inside.sql")
    for (link, target, code) in [("out.sql", outside, 65), ("in.sql", "inside.sql", 0)]
      as [(String, String, Int32)]
    {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(link)", withDestinationPath: target)
      let text = """
        \\scenario linked "A file by a link"
        \\setup
        \\include \(link)
        \\variant buggy "nothing"
        SELECT 1;
        \\invariant none "nothing"
        SELECT 1 WHERE false;
        """
      let result = try Contend.run(["check", folder.write(text, to: "linked.race.sql")])
      #expect(result.exitCode == code, "\(result.all)")
      #expect(result.all.contains("a link leads out of the scenario's folder") == (code != 0))
    }
  }

  /// Two thousand tables take a minute to set up and reset.
  private static let usual = scenarios.keys.filter { $0 != "two thousand tables" }

  @Test("a run is judged as without", arguments: (Extent.isWhole ? Array(scenarios.keys) : usual).sorted())
  func judged(_ name: String) throws {
    let folder = try Folder()
    let file = try folder.write(Self.scenarios[name] ?? "", to: "own.race.sql")
    for (variant, code) in [("buggy", 1), ("atomic", 0)] as [(String, Int32)] {
      let explored = try Contend.run(["explore", file, "--variant", variant])
      #expect(explored.exitCode == code, "\(explored.all)")
      let stressed = try Contend.run(
        ["stress", file, "--variant", variant, "--clients", "6", "--rounds", "8"])
      #expect(stressed.exitCode == code, "\(stressed.all)")
    }
  }
}
