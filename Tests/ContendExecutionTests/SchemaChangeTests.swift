import ContendPostgres
import Testing

@testable import ContendExecution

@Suite("What a reset cannot put back")
struct SchemaChangeTests {
  @Test(
    "Statements that change more than rows",
    arguments: [
      "CREATE TABLE t (n int)", " /* first */ ALTER TABLE t ADD m int", "REFRESH MATERIALIZED VIEW v",
      "DO $$ BEGIN CREATE TABLE x (n int); END $$", "DO $$ BEGIN EXECUTE 'DROP TABLE ' || 't'; END $$",
      "SELECT lo_put($1, 0, 'x')", "SELECT * INTO copy FROM t", "WITH a AS (SELECT 1) SELECT * INTO b FROM a",
    ])
  func changes(_ sql: String) { #expect(sql.changesSchema) }

  @Test(
    "Statements that change rows alone",
    arguments: [
      "INSERT INTO t VALUES (1)", "WITH a AS (INSERT INTO t VALUES (1) RETURNING n) SELECT n FROM a",
      "TRUNCATE t", "SELECT 'create table' INTO_ FROM t", "SELECT low, comment FROM t", "SELECT lo_get(5)",
      "DO $$ BEGIN -- may create nothing\n UPDATE t SET comment = 'x'; END $$", "",
    ])
  func leavesAlone(_ sql: String) { #expect(!sql.changesSchema) }

  private func texts(_ functions: [(String, String, Bool)], _ expressions: [String] = []) -> SchemaTexts {
    var texts = SchemaTexts()
    texts.functions = functions.map { SchemaTexts.Function(name: $0.0, source: $0.1, isTrigger: $0.2) }
    texts.expressions = expressions
    return texts
  }

  @Test func `only functions that the program may reach count`() {
    let maker = ("make_month", "BEGIN EXECUTE format('CREATE TABLE %I ()', m); END", false)
    #expect(texts([maker]).changesSchema(for: ["SELECT make_month($1)"]))
    #expect(!texts([maker]).changesSchema(for: ["INSERT INTO month VALUES ($1)"]))
    let caller = ("prepare", "BEGIN PERFORM make_month('x'); END", false)
    #expect(texts([maker, caller]).changesSchema(for: ["CALL prepare()"]))
    #expect(texts([maker, ("note", "BEGIN PERFORM make_month('x'); END", true)]).changesSchema(for: []))
    #expect(texts([maker], ["make_month(id)"]).changesSchema(for: []))
    #expect(!texts([("note", "BEGIN UPDATE t SET n = 1; END", true)]).changesSchema(for: []))
  }
}
