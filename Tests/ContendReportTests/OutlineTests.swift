import ContendLanguage
import ContendModel
import ContendReport
import Testing

/// What `contend show` tells of a scenario.
@Suite struct OutlineTests {
  private func outline(_ header: String, _ variants: String) throws -> String {
    let text = """
      \\scenario sample "A sample"
      \(header)
      \\setup
      CREATE TABLE t (id int);
      \(variants)
      \\invariant none
      SELECT 1 FROM t WHERE id < 0;
      """
    let result = ScenarioParser.parse(text: text, file: "sample.race.sql") { _ in "" }
    let scenario = try #require(result.scenario, "\(result.diagnostics)")
    return ScenarioOutline(scenario, path: "sample.race.sql", argument: "sample").text(
      style: .plain, width: 200)
  }

  @Test func `a fix says everything that its directives say`() throws {
    let text = try outline(
      "",
      """
      \\variant buggy
      INSERT INTO t VALUES (1);
      \\fix all "everything"
      \\expect regressed deadlock
      \\atomic transaction
      \\leaves t u
      \\threshold p99 < 2s
      \\pool size=5 acquire_timeout=1500ms
      \\net rtt=2ms
      \\deadline 2s total
      \\isolation SERIALIZABLE
      \\migration
      CREATE INDEX i ON t (id);
      \\endmigration
      INSERT INTO t VALUES (2);
      """)
    let expected = """
      fix         all: everything (expected: regressed, failing with deadlock)
                  1 statement
                  a pool of 5 connections, waited for up to 1500ms; round trips of 2ms; a deadline of 2s for each call; transactions at SERIALIZABLE
                  a migration of 1 statement; need not write t and u
                  threshold p99 < 2s
                  oracle: the outcome must be one that some serial order of the transactions gives
      """
    #expect(text.contains(expected), "\(text)")
  }

  @Test func `units of a role, a fixed number of clients and an oracle that is off are told`() throws {
    let text = try outline(
      "\\atomic operation strict\n\\deadline 1min",
      """
      \\variant buggy
      \\role a clients=1!
      \\atomic transaction
      INSERT INTO t VALUES (1);
      \\role b
      INSERT INTO t VALUES (1);
      \\fix off
      \\atomic none
      \\role a clients=1!
      INSERT INTO t VALUES (2);
      """)
    #expect(text.contains("conditions  a deadline of 1min for each attempt\n"), "\(text)")
    #expect(text.contains("            a, always 1 client: 1 statement\n"), "\(text)")
    #expect(
      text.contains(
        "            oracle: the outcome must be one that some serial order of the calls and transactions of a gives\n"
      ))
    #expect(text.contains("            oracle: none, the invariants alone judge it\n"))
    #expect(
      text.contains(
        "oracle      the outcome must be one that some serial order of the calls gives, a call that ended before "
          + "another began coming first\n"))
  }
}
