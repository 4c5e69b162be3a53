internal import Foundation

/// A scenario of which one phase never comes to its end.
package enum EndlessScenario: String, CaseIterable, Sendable {
  case setUp, migration, finally, invariant, reset

  /// - Parameter swallows: it does not end by a cancel either.
  package func text(swallows: Bool) -> String {
    let endless = swallows ? "public.stubborn()" : "pg_sleep(1000)"
    return """
      \\scenario endless "One phase has no end"
      \\setup
      CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
      INSERT INTO t VALUES (1, 0);
      CREATE FUNCTION public.stubborn() RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        LOOP
          BEGIN PERFORM pg_sleep(0.1); EXCEPTION WHEN query_canceled THEN NULL; END;
        END LOOP;
      END $$;
      \(self == .setUp ? "SELECT \(endless);" : "")
      \(self == .reset ? EndlessScenario.endlessCheck(endless) : "")
      \\finally
      SELECT 1\(self == .finally ? ", \(endless)" : "");
      \\endfinally
      \\variant buggy "reads, then writes"
      \\migration
      SELECT 1\(self == .migration ? ", \(endless)" : "");
      \\endmigration
      SELECT n FROM t WHERE id = 1 \\gset
      UPDATE t SET n = :n + 1 WHERE id = 1;
      \\invariant counted "every call counts"
      SELECT n\(self == .invariant ? ", \(endless)" : "") FROM t
       WHERE n <> (SELECT count(*) FROM calls WHERE outcome = 'ok') OR \(self == .invariant);
      """
  }

  /// Every phase with one of the commands; all of them with all if `CONTEND_ENDLESS=all`.
  package static func inTurns(_ commands: [String]) -> [(phase: EndlessScenario, command: String)] {
    if ProcessInfo.processInfo.environment["CONTEND_ENDLESS"] == "all" {
      return allCases.flatMap { phase in commands.map { (phase, $0) } }
    }
    return allCases.enumerated().map { ($1, commands[$0 % commands.count]) }
  }

  /// The text in a file of its own.
  package func write(swallows: Bool) throws -> String {
    let path = FileManager.default.temporaryDirectory.path + "/endless-\(UUID().uuidString).race.sql"
    try text(swallows: swallows).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// A check that returns in the session that runs the set-up, and in no other.
  private static func endlessCheck(_ endless: String) -> String {
    """
    DO $do$ BEGIN
      EXECUTE format($f$
        CREATE FUNCTION public.checked(n int) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          IF pg_backend_pid() <> %s THEN PERFORM \(endless); END IF;
          RETURN true;
        END $$ $f$, pg_backend_pid());
    END $do$;
    CREATE TABLE u (n int CHECK (public.checked(n)));
    INSERT INTO u VALUES (0);
    """
  }
}
