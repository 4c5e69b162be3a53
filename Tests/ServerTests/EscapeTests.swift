import ContendCommandSupport
import Foundation
import Testing

extension UserServerTests {
  /// A scenario whose code waits to be run by the harness, with a right that its own role does not have.
  struct Escapes {
    private static let ways = [
      "a check of a column": "ALTER TABLE t ADD CHECK (escape());",
      "a check of a domain":
        "CREATE DOMAIN d AS int CHECK (escape() OR VALUE = 0); ALTER TABLE t ADD d d DEFAULT 1;",
      "a trigger that fires always": """
      CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM escape(); RETURN NULL; END $$;
      CREATE TRIGGER fire AFTER INSERT ON t EXECUTE FUNCTION fire();
      ALTER TABLE t ENABLE ALWAYS TRIGGER fire;
      """,
      "a cast of a table's rows": """
      CREATE FUNCTION shown(t) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM escape(); RETURN ''; END $$;
      CREATE CAST (t AS text) WITH FUNCTION shown(t);
      """,
      "a policy": """
      ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY p ON t USING (escape());
      """,
      "a function called like the server's": """
      CREATE SCHEMA forged;
      CREATE FUNCTION forged.pg_blocking_pids(int) RETURNS int[] LANGUAGE plpgsql AS
        $$ BEGIN PERFORM public.escape(); RETURN pg_catalog.pg_blocking_pids($1); END $$;
      DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET search_path = forged, public, pg_catalog', current_database());
      END $$;
      """,
    ]

    private static func scenario(_ way: String, touching file: String) -> String {
      """
      \\scenario escape "Code of the scenario that the harness runs"
      \\setup
      CREATE FUNCTION escape() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch \(file)''';
        RETURN true;
      EXCEPTION WHEN insufficient_privilege THEN RETURN true;
      END $$;
      CREATE TABLE t (id int PRIMARY KEY, n int);
      INSERT INTO t VALUES (1, 1);
      \(way)
      \\variant buggy "one"
      BEGIN;
      UPDATE t SET n = n + 1 WHERE id = 1;
      COMMIT;
      \\invariant positive "never true"
      SELECT id FROM t WHERE n < 0;
      """
    }

    @Test func `an embedded server knows nothing of the caller's environment but where programs are`()
      async throws
    {
      let run = try Contend.start(["server"], environment: ["PGPASSWORD": "x", "API_KEY": "x", "LANG": "C"])
      #expect(await eventually { run.output.contains("postgresql://") && run.serverDirectory != nil })
      let folder = run.serverDirectory ?? ""
      let sql = "CREATE TABLE variables (line text); COPY variables FROM PROGRAM 'env'; TABLE variables"
      let printed = try Command.run(
        ["/usr/bin/env", "psql", "-XAtq", "host=\(folder) user=contend dbname=postgres", "-c", sql])
      run.endInput()
      _ = run.finish()
      let names = printed.output.split(separator: "\n").compactMap { $0.split(separator: "=").first }
      #expect(names.contains("PATH"), "\(printed.all)")
      #expect(!names.contains { ["PGPASSWORD", "API_KEY", "LANG", "HOME"].contains($0) }, "\(names)")
    }

    @Test(arguments: ways.keys.sorted())
    func `runs nothing with the rights of a superuser, and is judged all the same`(_ way: String) async throws
    {
      let server = try await PasswordServer.shared.value
      let folder = FileManager.default.temporaryDirectory.path + "/escape-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      // The server's user has to be able to write there.
      chmod(folder, 0o777)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let file = "\(folder)/escape.race.sql"
      try Self.scenario(Self.ways[way] ?? "", touching: "\(folder)/escaped")
        .write(toFile: file, atomically: true, encoding: .utf8)
      for place in [["--embedded"], ["--allow-superuser", "--database", server.url("admin")]] {
        for mode in [["explore"], ["stress", "--clients", "2", "--rounds", "3"]] {
          let result = try Contend.run([mode[0], file] + mode.dropFirst() + place)
          #expect(result.exitCode == 0, "\(mode) \(place): \(result.all)")
          #expect(!FileManager.default.fileExists(atPath: "\(folder)/escaped"), "\(mode) \(place)")
        }
      }
    }
  }
}
