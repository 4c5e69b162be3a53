import ContendCommandSupport
import Foundation
import Testing

/// Files that `init` writes: each passes `check` and runs as it is.
struct StarterTests {
  /// What `pgbench --show-script=tpcb-like` prints.
  private static let tpcb = """
    -- tpcb-like: <builtin: TPC-B (sort of)>
    \\set aid random(1, 100000 * :scale)
    \\set bid random(1, 1 * :scale)
    \\set tid random(1, 10 * :scale)
    \\set delta random(-5000, 5000)
    BEGIN;
    UPDATE pgbench_accounts SET abalance = abalance + :delta WHERE aid = :aid;
    SELECT abalance FROM pgbench_accounts WHERE aid = :aid;
    UPDATE pgbench_tellers SET tbalance = tbalance + :delta WHERE tid = :tid;
    UPDATE pgbench_branches SET bbalance = bbalance + :delta WHERE bid = :bid;
    INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES (:tid, :bid, :aid, :delta, CURRENT_TIMESTAMP);
    END;
    """

  private func contend(in folder: Folder, _ arguments: String...) throws -> CommandResult {
    let shell = "cd \"$1\" && shift && exec \"$0\" \"$@\""
    return try Command.run(["/bin/sh", "-c", shell, Contend.executable, folder.path] + arguments)
  }

  @Test func `a starter passes check and shows its bug`() throws {
    let folder = try Folder()
    let written = try contend(in: folder, "init", "my-race")
    #expect(written.exitCode == 0, "\(written.all)")
    #expect(try contend(in: folder, "check", "my-race.race.sql").output == "my-race.race.sql: no errors\n")
    let proved = try contend(in: folder, "prove", "my-race.race.sql", "-q")
    #expect(proved.exitCode == 0, "\(proved.all)")
    #expect(proved.output.contains(#/atomic +0\//#), "\(proved.output)")
  }

  @Test func `a starter from a script of pgbench passes check and runs`() throws {
    let folder = try Folder()
    _ = try folder.write(Self.tpcb, to: "tpcb.sql")
    let written = try contend(in: folder, "init", "tpcb", "--from-pgbench", "tpcb.sql")
    #expect(written.exitCode == 0, "\(written.all)")
    #expect(try folder.read("tpcb.race.sql").contains("\\param    scale 1\n"))
    #expect(try contend(in: folder, "check", "tpcb.race.sql").output == "tpcb.race.sql: no errors\n")
    let run = try contend(
      in: folder, "stress", "tpcb.race.sql", "--variant", "buggy", "--clients", "2", "--calls", "2",
      "--rounds", "1")
    #expect(run.exitCode == 0, "\(run.all)")
    #expect(run.output.contains(#/ok +4 +100%/#))
  }

  @Test func `a script whose statements end as pgbench lets them end becomes a starter too`() throws {
    let folder = try Folder()
    _ = try folder.write(
      "\\set id random(1, 9)\nSELECT stock FROM item WHERE id = :id\n\\sleep 1 ms\nSELECT 1", to: "s.sql")
    _ = try folder.write("CREATE TABLE item (id int, stock int)", to: "tables.sql")
    let written = try contend(in: folder, "init", "s", "--from-pgbench", "s.sql", "--setup", "tables.sql")
    #expect(written.exitCode == 0, "\(written.all)")
    let checked = try contend(in: folder, "check", "s.race.sql")
    #expect(checked.exitCode == 0, "\(checked.all)")
  }

  @Test func `what cannot become a starter is told`() throws {
    let folder = try Folder()
    _ = try folder.write("", to: "empty.sql")
    let empty = try contend(in: folder, "init", "a", "--from-pgbench", "empty.sql")
    #expect(empty.exitCode == 65)
    #expect(empty.errors.contains("2> empty.sql"))
    _ = try folder.write("\\shell rm x\n", to: "shell.sql")
    let shell = try contend(in: folder, "init", "a", "--from-pgbench", "shell.sql")
    #expect(shell.exitCode == 65)
    #expect(shell.errors.contains("shell.sql:1:1: error: '\\shell' is not supported in pgbench scripts"))
    #expect(
      try contend(in: folder, "init", "a", "--from-pgbench", "none.sql").errors.contains(
        "cannot read none.sql"))
    #expect(try contend(in: folder, "init", "a b").errors.contains("is not a name for a scenario"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/a.race.sql"))
    _ = try folder.write("mine", to: "b.race.sql")
    #expect(try contend(in: folder, "init", "b").errors.contains("b.race.sql exists already"))
    #expect(try folder.read("b.race.sql") == "mine")
  }
}
