import ContendModel
import Testing

@testable import ContendLanguage

private func pgbench(
  _ script: String, setup: String? = nil, parameters: [String: Value] = [:]
) -> ParseResult {
  ScenarioParser.parsePgbench(script: script, setup: setup, file: "bench/tpcb.sql", parameters: parameters)
}

/// What `pgbench --show-script=tpcb-like` prints.
private let tpcb = """
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

@Test("The built-in script of pgbench is the body of a buggy variant")
func builtInScript() throws {
  let result = pgbench(tpcb, setup: "CREATE TABLE pgbench_accounts (aid int); SELECT 1")
  #expect(result.diagnostics.isEmpty)
  let scenario = try #require(result.scenario)
  #expect(scenario.name == "tpcb")
  #expect(scenario.isPgbench)
  #expect(scenario.setup.count == 2)
  #expect(scenario.judging.atomicity == .none)
  #expect(scenario.buggy?.roles.first?.body.count == 11)
  #expect(scenario.parameters.map(\.value) == [.integer(1)])
  #expect(scenario.parameters.map { scenario.symbols[$0.variable] } == ["scale"])
}

@Test("Values given from outside take the place of the defaults and of unset variables")
func givenParameters() throws {
  let result = pgbench(
    "SELECT :scale, :other;", parameters: ["scale": .integer(7), "other": .string("x"), "no": .null])
  let scenario = try #require(result.scenario)
  #expect(scenario.parameters.map(\.value) == [.string("x"), .integer(7)])
}

@Test("A script that sets scale itself keeps it")
func ownScale() throws {
  let scenario = try #require(pgbench("\\set scale 3\nSELECT :scale;").scenario)
  #expect(scenario.parameters.isEmpty)
}

@Test("A variable that nothing sets is an error")
func unknownVariable() {
  #expect(pgbench("SELECT :nobody;").diagnostics.map(\.message) == ["unknown variable ':nobody'"])
}

@Test("A statement ends at any command and at the end of the file, as in pgbench")
func lenientEnds() throws {
  let scenario = try #require(pgbench("SELECT 1\n\\set x 2\nSELECT :x\n\\sleep 3 ms\nSELECT 4").scenario)
  #expect(scenario.buggy?.roles.first?.body.count == 5)
}

@Test("Every command of pgbench that makes sense here is read")
func commands() throws {
  let script = """
    \\set client 5
    \\if :client > 3
    SELECT 1 AS one \\gset p_
    \\elif :client_id = 2
    SELECT 2 AS two \\aset
    \\else
    \\sleep :client us
    \\endif
    SELECT :p_one
    """
  #expect(pgbench(script).diagnostics == [])
}

@Test(
  "Other commands are refused by name",
  arguments: [
    ("\\startpipeline", "pipelines change what runs at once; write the statements one after the other"),
    ("\\setshell x echo", "no scenario runs a shell"), ("\\shell echo", "no scenario runs a shell"),
    ("\\seet x 1", "did you mean '\\set'?"), ("\\try 23505", nil), ("\\param x 1", nil),
  ] as [(String, String?)])
func refusedCommands(line: String, hint: String?) throws {
  let name = try #require(line.split(separator: " ").first)
  let diagnostic = try #require(pgbench("SELECT 1;\n\(line)").diagnostics.first)
  #expect(diagnostic.message == "'\(name)' is not supported in pgbench scripts")
  #expect("\(diagnostic.location)" == "bench/tpcb.sql:2:1")
  if let hint { #expect(diagnostic.hint == hint) }
}

@Test("The setup of a script holds SQL only")
func setupDirectives() {
  let diagnostics = pgbench("SELECT 1;", setup: "SELECT 1;\n\\set x 1").diagnostics
  #expect(diagnostics.map(\.message) == ["'\\set' cannot stand in the setup of a pgbench script"])
  #expect(diagnostics.first?.excerpt == "\\set x 1")
}

@Test("A script becomes the text of a body: every statement gets its semicolon")
func semicolons() throws {
  let script = """
    \\set id 1
    SELECT 1 -- one
    \\sleep 1 ms
    SELECT ';' AS two \\gset
    SELECT 3 /* ; */ ;
    SELECT 4
    """
  let text = ScenarioParser.withSemicolons(pgbench: script)
  #expect(
    text == """
      \\set id 1
      SELECT 1; -- one
      \\sleep 1 ms
      SELECT ';' AS two \\gset
      SELECT 3 /* ; */ ;
      SELECT 4;
      """)
  #expect(ScenarioParser.withSemicolons(pgbench: tpcb) == tpcb)
  #expect(report(Sample.withBody(text)).allSatisfy { $0.contains("warning") })
}
