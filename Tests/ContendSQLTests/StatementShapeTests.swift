import ContendModel
import Testing

@testable import ContendSQL

@Suite("The reader of plain statements")
struct StatementShapeTests {
  private func read(_ sql: String, _ parameters: [Value] = []) -> StatementShape? {
    StatementShape(sql: sql, parameters: parameters)
  }

  @Test("A SELECT tells its table, its row, and what its columns are called")
  func select() throws {
    let shape = try #require(
      read(
        "SELECT i.stock AS have, price FROM shop.inventory AS i WHERE i.sku = $1 AND $2 = region FOR UPDATE",
        [.string("A-1"), .integer(7)]))
    #expect(shape.operation == .select(isLocking: true))
    #expect(shape.table == "inventory")
    #expect(shape.equalities == ["sku": "A-1", "region": "7"])
    #expect(shape.isExact)
    #expect(shape.source(of: "have") == "stock")
    #expect(shape.source(of: "price") == "price")
    #expect(shape.source(of: "other") == nil)
  }

  @Test("Comments, quotes, casts and Boolean columns are understood")
  func details() throws {
    let shape = try #require(
      read("SELECT * FROM \"Docs\" -- all\n WHERE on_call AND NOT away /* or not */ AND id = '1'::int;"))
    #expect(shape.table == "Docs")
    #expect(shape.equalities == ["on_call": "t", "away": "f", "id": "1"])
    #expect(shape.source(of: "anything") == "anything")
  }

  @Test("A combining mark after a quote belongs to the text, and no character beyond ASCII ends a name")
  func combiningMarks() throws {
    let marked = try #require(read("UPDATE t SET a = '\u{301}x', \"\u{301}b\" = 'y\u{301}' WHERE id = 1"))
    #expect(marked.assignments == ["a": .constant("\u{301}x"), "\u{301}b": .constant("y\u{301}")])
    #expect(marked.equalities == ["id": "1"])
    #expect(try #require(read("DELETE FROM T\u{C4}\u{A0}x WHERE ID = 1")).table == "t\u{C4}\u{A0}x")
    #expect(SQLLexer.tokens("a\r\n--\u{301}\r\nb\u{301}") == [.word("a"), .word("b\u{301}")])
  }

  @Test("The ANDs of BETWEEN and of CASE join no conditions")
  func bounds() throws {
    let between = try #require(read("SELECT a FROM t WHERE n BETWEEN 1 AND on_call AND id = 1"))
    #expect(between.equalities == ["id": "1"])
    #expect(!between.isExact)
    let chosen = try #require(
      read("SELECT a FROM t WHERE CASE WHEN x AND id = 1 AND y THEN true ELSE false END"))
    #expect(chosen.equalities.isEmpty)
    #expect(!chosen.isExact)
  }

  @Test(
    "A condition that is more than equalities is not exact",
    arguments: [
      "SELECT a FROM t WHERE id = 1 OR id = 2", "SELECT a FROM t WHERE id = 1 AND n > 2",
      "SELECT a FROM t WHERE id = ANY($1)", "SELECT a FROM t WHERE id = 1 LIMIT 1",
      "SELECT a FROM t WHERE id = 'ab'::varchar(1)",
    ])
  func inexact(sql: String) throws {
    #expect(try #require(read(sql, [.array([.integer(1)])])).isExact == false)
  }

  @Test("An UPDATE tells constants, parameters and what the server computes apart")
  func update() throws {
    let shape = try #require(
      read(
        "UPDATE orders SET status = 'done', total = $1, n = n + 1, note = NULL WHERE id = $2 RETURNING total",
        [.integer(5), .integer(7)]))
    #expect(shape.operation == .update)
    #expect(
      shape.assignments == [
        "status": .constant("done"), "total": .parameter("5"), "n": .computed, "note": .constant(nil),
      ])
    #expect(shape.equalities == ["id": "7"])
    #expect(shape.source(of: "total") == "total")
  }

  @Test("An INSERT of one row tells its columns")
  func insert() throws {
    let shape = try #require(
      read("INSERT INTO bookings (room, who) VALUES ($1, 'ann') ON CONFLICT DO NOTHING", [.integer(3)]))
    #expect(shape.operation == .insert)
    #expect(shape.assignments == ["room": .parameter("3"), "who": .constant("ann")])
  }

  @Test("A DELETE tells its row")
  func delete() throws {
    let shape = try #require(read("DELETE FROM ONLY queue q WHERE q.id = 4"))
    #expect(shape.operation == .delete)
    #expect(shape.equalities == ["id": "4"])
  }

  @Test(
    "What leaves a doubt is not recognised",
    arguments: [
      "SELECT a FROM t, u WHERE t.id = 1", "SELECT a FROM t JOIN u ON true",
      "WITH x AS (SELECT 1) SELECT * FROM x", "SELECT a FROM t WHERE id = (SELECT 1)",
      "UPDATE t SET a = 1 FROM u WHERE t.id = u.id", "UPDATE t SET (a, b) = (1, 2) WHERE id = 1",
      "DELETE FROM t USING u WHERE t.id = u.id", "INSERT INTO t SELECT 1", "INSERT INTO t TABLE u",
      "DELETE FROM t WHERE id IN (TABLE u)", "SELECT 1", "VACUUM",
      "SELECT 'open", "SELECT a FROM f() WHERE id = 1", "",
    ])
  func refused(sql: String) {
    #expect(read(sql) == nil)
  }

  @Test("Dollar quotes are strings, doubled quotes are one")
  func quotes() {
    #expect(SQLLexer.tokens("$q$it's$q$ 'it''s' $2") == [.string("it's"), .string("it's"), .parameter(2)])
    #expect(SQLLexer.tokens("$$open") == nil)
  }
}
