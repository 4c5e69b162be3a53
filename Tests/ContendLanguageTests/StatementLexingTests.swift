import ContendModel
import Testing

@testable import ContendLanguage

@Test("A semicolon within quotes, dollar quotes and comments ends no statement")
func semicolonsInQuotes() throws {
  let sql = [
    #"SELECT 'a;b'"#, #"SELECT 'it''s;'"#, #"SELECT E'it\'s; \\'"#, #"SELECT e'\\;'"#, #"SELECT "a;""b""#,
    "SELECT $$a;b$$", "SELECT $fn$ $$ ; $$ $fn$", "SELECT 1 -- not; here\n + 2",
    "SELECT 1 /* a; /* nested; */ b; */ + 2", "SELECT U&'d;a'", "SELECT a$b$c, 1",
    "SELECT B'1;', X'1;', N'a;'", "SELECT name'a;b'",
  ]
  for statement in sql {
    #expect(try texts("\(statement);\nSELECT 2;") == [statement, "SELECT 2"])
  }
}

@Test("A backslash escapes a quote only in an escape string")
func plainStringsHaveNoEscapes() throws {
  #expect(try texts(#"SELECT 'a\'; SELECT 2;"#) == [#"SELECT 'a\'"#, "SELECT 2"])
  #expect(try texts(#"SELECT (E'a\';b'); SELECT 2;"#) == [#"SELECT (E'a\';b')"#, "SELECT 2"])
}

@Test("The body of a routine in standard SQL holds semicolons")
func atomicBodies() throws {
  let function = """
    CREATE OR REPLACE FUNCTION f(a int) RETURNS int
    BEGIN ATOMIC
      SELECT CASE WHEN $1 > 0 THEN CASE $1 WHEN 1 THEN 1 END ELSE 2 END;
      SELECT 1;
    END
    """
  #expect(try texts("\(function);\nSELECT 2;") == [function, "SELECT 2"])
  #expect(try texts("BEGIN; SELECT 1; END;").count == 3)
}

@Test("Space and comments around a statement are not sent, those within it are")
func trimming() throws {
  let sql = "-- first\n  /* second */ SELECT 1 /* kept */ + 2 -- third\n /* fourth */ ;"
  #expect(try texts(sql) == ["SELECT 1 /* kept */ + 2"])
}

@Test("Empty statements are none")
func emptyStatements() throws {
  #expect(try texts(";; SELECT 1;; ;\n;") == ["SELECT 1"])
}

@Test("A statement keeps its line ends, its case and its non-ASCII characters")
func verbatim() throws {
  #expect(try texts("select\r\n  'äöü 😀' AS \"Straße\";") == ["select\r\n  'äöü 😀' AS \"Straße\""])
}

@Test("A byte order mark before the first directive is no mistake")
func byteOrderMark() {
  #expect(parse("\u{FEFF}" + Sample.withBody("SELECT 1;")).scenario != nil)
}

@Test("Variables become parameters in the order of first use, one for each variable")
func bindParameters() throws {
  let sql = "INSERT INTO t VALUES (:b, :a, :b::int + :a);"
  let statement = try #require(try statements(sql, header: "\\param a 1\n\\param b 2").first)
  #expect(statement.sql == .fixed("INSERT INTO t VALUES ($1, $2, $1::int + $2)"))
  #expect(statement.parameters == [.variable(Variable(index: 11)), .variable(Variable(index: 10))])
}

@Test(
  "What only looks like a variable stays as it is",
  arguments: [
    "SELECT '12:a', \"b:a\", $$:a$$, /* :a */ 1 -- :a\n + 1", "SELECT x::a", "SELECT f(b := 1, c :=2)",
    "SELECT x[1:2]", "SELECT x[1:n], x[:n], x[lo:hi], (x)[lo : hi]", "SELECT x[f(1):n]",
    "SELECT '10:30'::time", "SELECT a[1:2][n:m]", "SELECT :1",
  ])
func noVariables(sql: String) throws {
  let statement = try #require(try statements("\(sql)\n;").first)
  #expect(statement.sql == .fixed(sql))
  #expect(statement.parameters.isEmpty)
}

@Test(
  "Variables stand in brackets, too",
  arguments: [
    ("SELECT ARRAY[:a, :a]", "SELECT ARRAY[$1, $1]"), ("SELECT x[(:a)]", "SELECT x[($1)]"),
    ("SELECT x[1: :a]", "SELECT x[1: $1]"), ("SELECT x[f(:a)]", "SELECT x[f($1)]"),
    ("SELECT ARRAY[[:a], [2]]", "SELECT ARRAY[[$1], [2]]"), ("SELECT (:a)", "SELECT ($1)"),
    ("SELECT CASE WHEN TRUE THEN:a END", "SELECT CASE WHEN TRUE THEN $1 END"),
    ("SELECT :a::int", "SELECT $1::int"),
  ])
func variablesInBrackets(sql: String, sent: String) throws {
  #expect(try texts("\(sql);", header: "\\param a 1") == [sent])
}

@Test("Quoted variables are spliced as literals and identifiers")
func splicedVariables() throws {
  let statement = try #require(
    try statements("SET ROLE :\"who\"; ", header: "\\param who 'bob'").first)
  let who = Variable(index: 10)
  #expect(statement.sql == .spliced([.text("SET ROLE "), .identifier(who)]))
  let notify = try #require(
    try statements("SELECT :'a', :a, \":'a'\";", header: "\\param a 'x'").first)
  #expect(notify.sql == .spliced([.text("SELECT "), .literal(who), .text(", $1, \":'a'\"")]))
  #expect(notify.parameters == [.variable(who)])
}

@Test("A slice whose end has the name of a variable is warned about")
func sliceWarning() {
  let text = Sample.withBody("\\set n 2\nSELECT x[:n];\nSELECT :n;")
  #expect(report(text) == ["4:10: warning: ':n' is part of an array slice here, not the variable"])
}

@Test(
  "The first words tell what a statement does to the transaction",
  arguments: [
    ("BEGIN", .begin), ("begin isolation level serializable", .begin), ("START TRANSACTION", .begin),
    ("COMMIT", .commit), ("END", .commit), ("COMMIT AND CHAIN", .commit), ("COMMIT PREPARED 'a'", .other),
    ("ROLLBACK", .rollback), ("ABORT", .rollback), ("ROLLBACK TO a", .savepoint),
    ("ROLLBACK WORK TO SAVEPOINT a", .savepoint), ("ROLLBACK PREPARED 'a'", .other),
    ("SAVEPOINT a", .savepoint),
    ("RELEASE a", .savepoint), ("SET lock_timeout = 1", .setting), ("RESET ALL", .setting),
    ("SHOW lock_timeout", .setting), ("SET CONSTRAINTS ALL DEFERRED", .other),
    ("PREPARE TRANSACTION 'a'", .other), ("SELECT 1", .other), ("/* BEGIN */ SELECT 1", .other),
  ] as [(String, StatementKind)])
func statementKinds(sql: String, kind: StatementKind) throws {
  #expect(try statements("\(sql);").first?.kind == kind)
}

@Test("Statements are numbered through the whole scenario, roles taken from buggy keep theirs")
func statementNumbers() throws {
  let text = """
    \\scenario s
    \\setup
    SELECT 1; SELECT 2;
    \\variant buggy
    \\role a
    SELECT 3;
    \\role b
    SELECT 4;
    \\fix f
    \\role b
    SELECT 5;
    \\invariant i
    SELECT 6;
    """
  let scenario = try scenario(text)
  #expect(scenario.setup.map(\.id) == [0, 1])
  #expect(scenario.fixes[0].roles.map(\.name) == ["a", "b"])
  let ids = scenario.variants.map { variant in
    variant.roles.flatMap(\.body).compactMap { step in
      if case .statement(let statement) = step.action { statement.id } else { nil }
    }
  }
  #expect(ids == [[2, 3], [2, 4]])
  #expect(scenario.invariants[0].query.id == 5)
}

@Test("Locations count characters, not bytes, and skip what stands before the first token")
func locations() throws {
  let steps = try body("-- c\n  /* ä😀 */ SELECT 1;\n\tSELECT 2; SELECT 3;\n\\set x 1")
  #expect(steps.map(\.location.line) == [5, 6, 6, 7])
  #expect(steps.map(\.location.column) == [12, 2, 12, 1])
  guard case .statement(let statement) = steps[0].action else { return }
  #expect(statement.location == steps[0].location)
}
