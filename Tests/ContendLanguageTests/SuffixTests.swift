import ContendModel
import Testing

@testable import ContendLanguage

@Test(
  "A statement ends at its gset, bind or aset, on its own line or a later one",
  arguments: [
    "SELECT 1 AS a \\gset", "SELECT 1 AS a\n\\gset", "SELECT 1 AS a;\n\\gset", "SELECT 1 AS a; \\gset",
    "SELECT 1 AS a \\gset -- kept", "SELECT 1 AS a \\gset;",
  ])
func gsetEndsStatement(sql: String) throws {
  let statement = try #require(try statements("\(sql)\nSELECT :a;").first)
  #expect(statement.result == .gset(prefix: ""))
  #expect(statement.sql == .fixed("SELECT 1 AS a"))
}

@Test("A prefix stands before the names of the columns")
func prefix() throws {
  #expect(try statements("SELECT 1 AS a \\gset p_\nSELECT :p_a;").first?.result == .gset(prefix: "p_"))
  #expect(try statements("SELECT 1 AS a \\aset\nSELECT :a;").first?.result == .aset(prefix: ""))
}

@Test("Bound values are the parameters, before or after which the row is kept")
func bind() throws {
  for sql in ["SELECT $1 AS a, $2 \\bind :x 'y' \\gset", "SELECT $1 AS a, $2 \\bind :x, 'y'\n\\gset"] {
    let statement = try #require(try statements("\(sql)\nSELECT :a;", header: "\\param x 1").first)
    #expect(statement.parameters == [.variable(Variable(index: 10)), .literal(.string("y"))])
    #expect(statement.result == .gset(prefix: ""))
  }
}

@Test("A bound value may be negative, a list or an expression in parentheses")
func boundExpressions() throws {
  let statement = try #require(try statements("SELECT $1, $2, $3 \\bind -1 [1, 2] (1 + 2);").first)
  #expect(statement.parameters.count == 3)
  #expect(statement.parameters[0] == .literal(.integer(-1)))
}

@Test("The values of a statement that defines a routine are its own")
func routinesOwnTheirParameters() throws {
  #expect(try texts("CREATE FUNCTION f(int) RETURNS int LANGUAGE sql RETURN $1;").count == 1)
  #expect(try texts("PREPARE p AS SELECT $1;").count == 1)
}

@Test(
  "The names of a result's columns are told from its text",
  arguments: [
    ("SELECT a, t.b, c AS d, e f FROM t", ["a", "b", "d", "f"], false),
    ("SELECT count(*), max(x) FROM t", ["count", "max"], false),
    ("SELECT \"Odd\"\"Name\", UPPER FROM t", ["Odd\"Name", "upper"], false),
    ("SELECT * FROM t", [], true), ("SELECT t.* FROM t", [], true),
    ("UPDATE t SET a = 1 WHERE b IN (SELECT 2) RETURNING a, b AS c", ["a", "c"], false),
    ("WITH x AS (SELECT 1 AS hidden) SELECT 2 AS shown FROM x", ["shown"], false),
    ("VALUES (1, 2)", [], true), ("SELECT 1", [], true), ("SELECT a::int FROM t", ["a"], true),
    ("SELECT a::int AS b FROM t", ["b"], false), ("SELECT CASE WHEN a THEN 1 END FROM t", [], true),
    ("SELECT f(a) + g(b) FROM t", [], true), ("SELECT", [], true), ("SELECT a,", ["a"], true),
  ])
func resultColumns(sql: String, names: [String], isOpen: Bool) throws {
  let source = SourceText(sql, file: "a")
  var scanner = SQLScanner(source: source, offset: 0)
  _ = scanner.scan()
  let columns = ResultColumns(of: StatementText(tokens: scanner.tokens), in: source)
  #expect(columns.names == names)
  #expect(columns.isOpen == isOpen)
}

@Test("Every column that is kept has a variable, whether the body reads it or not")
func columnsAreInterned() throws {
  let text = Sample.withBody("SELECT a, b FROM t \\gset x_")
  let symbols = try scenario(text).symbols
  #expect(symbols.find("x_a") != nil)
  #expect(symbols.find("x_b") != nil)
}

@Test("A column that hides a built-in variable is warned about")
func columnHidesBuiltIn() {
  let text = Sample.withBody("SELECT name FROM t \\gset")
  #expect(report(text) == ["3:20: warning: column 'name' overwrites the built-in ':name'"])
}

@Test("A misspelt gset is one mistake, the readers of its columns are none")
func misspeltSuffix() {
  let text = Sample.withBody("SELECT stock AS have FROM t \\gseet\n\\set left :have - 1\nSELECT :left;")
  #expect(report(text) == ["3:29: error: unknown directive '\\gseet'"])
}

@Test(
  "A write whose rows are kept without RETURNING is warned about",
  arguments: [
    ("UPDATE t SET a = 1 \\gset", "gset", "UPDATE"), ("INSERT INTO t SELECT 1 AS a \\aset", "aset", "INSERT"),
    ("DELETE FROM t WHERE a IN (SELECT 1) \\gset old_", "gset", "DELETE"),
    ("WITH x AS (DELETE FROM t RETURNING a) INSERT INTO u SELECT a FROM x \\gset", "gset", "INSERT"),
  ])
func keptWithoutReturning(sql: String, directive: String, verb: String) {
  let place = "3:\(sql.prefix { $0 != "\\" }.count + 1)"
  #expect(
    reportWithHints(Sample.withBody(sql)) == [
      "\(place): warning: '\\\(directive)' keeps nothing: this \(verb) returns no row",
      "hint: add RETURNING and the columns to keep, or end it with ';'",
    ])
}

@Test(
  "What may return a row is no reason to warn",
  arguments: [
    "UPDATE t SET a = 1 RETURNING a \\gset",
    "WITH x AS (UPDATE t SET a = 1 RETURNING a) SELECT a FROM x \\gset",
    "WITH x AS (SELECT 1) DELETE FROM t RETURNING a \\gset", "SELECT a FROM t FOR UPDATE \\gset",
    "VALUES (1, 2) \\gset", "EXECUTE p \\gset", "CALL p() \\gset", "UPDATE t SET a = 1;",
  ])
func keptWithRows(sql: String) {
  #expect(reportWithHints(Sample.withBody(sql)) == [])
}
