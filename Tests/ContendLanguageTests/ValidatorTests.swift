import ContendModel
import Testing

@testable import ContendLanguage

@Test("Three mistakes are three located errors")
func threeMistakes() {
  let text = """
    \\scenario s
    \\load clients=0
    \\variant buggy
    BEGIN;
    SELECT 1 AS have \\gset
    \\if :hav < 3
    COMMIT;
    \\nosuch
    """
  #expect(
    report(text) == [
      "2:15: error: 'clients' is 0, outside 1…10000",
      "6:1: error: '\\if' is not closed before the end of its section",
      "6:5: error: unknown variable ':hav'",
      "8:1: error: unknown directive '\\nosuch'",
    ])
  #expect(parse(text).scenario == nil)
}

@Test("A diagnostic shows the line, the place in it and what to do")
func description() {
  let result = parse(Sample.withBody("SELECT 1 AS have \\gset\n\\set left :hvae - 1\nSELECT :left;"))
  let expected = """
    sample.race.sql:4:11: error: unknown variable ':hvae'
      \\set left :hvae - 1
                ^
      hint: did you mean ':have'?
    """
  #expect(result.diagnostics.map(\.description) == [expected])
}

@Test("A file without a scenario or a buggy variant is refused")
func missingParts() {
  #expect(
    report("") == ["1:1: error: the scenario has no name", "1:1: error: there is no buggy variant"])
  #expect(report("\\scenario s\n\\fix a\nSELECT 1;") == ["1:1: error: there is no buggy variant"])
  #expect(report("\\scenario s\n\\variant buggy") == ["2:1: error: variant 'buggy' does nothing"])
}

@Test("A file that no scenario can be is refused")
func refusedFiles() {
  let large = parse(String(repeating: "-", count: (1 << 20) + 1))
  #expect(large.diagnostics.map(\.message) == ["the file is too large"])
  let zero = parse("\\scenario s\n\\variant buggy\nSELECT '\0';")
  #expect(zero.diagnostics.map(\.short) == ["3:9: error: the file holds a zero byte, which no SQL can"])
}

@Test("After a hundred mistakes the rest is left unsaid")
func tooManyErrors() {
  let result = parse(Sample.withBody(String(repeating: "\\nosuch\n", count: 500)))
  #expect(result.diagnostics.count == 101)
  #expect(result.diagnostics.last?.message == "too many errors")
}

@Test("Values that nobody reads are warned about, those that only an invariant reads are not")
func unread() {
  let text = """
    \\scenario s
    \\param a 1
    \\draw b random(1, 2)
    \\draw c random(1, 2)
    \\variant buggy
    SELECT 1;
    \\invariant i
    SELECT 1 FROM calls WHERE (vars->>'c')::int > 3;
    """
  #expect(
    report(text) == ["2:1: warning: nothing reads ':a'", "3:1: warning: nothing reads ':b'"])
  #expect(parse(text).scenario != nil)
}

@Test("A fix that changes nothing is warned about")
func uselessFixes() {
  let text = "\\fix empty\n\\fix same\n-- comment\nSELECT 1;\n\\fix other\nSELECT 2;"
  #expect(
    report(Sample.withSection(text)) == [
      "4:1: warning: fix 'empty' is empty, so it is the same as 'buggy'",
      "5:1: warning: fix 'same' does exactly what 'buggy' does",
    ])
}

@Test(
  "Fixes are compared block by block",
  arguments: [
    "\\if TRUE\nSELECT 1;\n\\endif", "\\for v in [1]\nSELECT :v;\n\\endfor",
    "\\while TRUE max 2\nSELECT 1;\n\\endwhile",
    "\\try 23505\nSELECT 1;\n\\catch\nSELECT 2;\n\\endtry", "\\retry on 40001 max 2\nSELECT 1;",
  ])
func comparedBlocks(block: String) {
  let same = "\\scenario s\n\\variant buggy\n\(block)\n\\fix f\n\(block)"
  #expect(parse(same).diagnostics.map(\.message) == ["fix 'f' does exactly what 'buggy' does"])
  let other = "\\scenario s\n\\variant buggy\n\(block)\n\\fix f\n\(block)\nSELECT 5;"
  #expect(parse(other).diagnostics.isEmpty)
}

@Test("Roles that do nothing or that buggy does not know are warned about")
func suspiciousRoles() {
  let text = """
    \\scenario s
    \\variant buggy
    \\role worker
    SELECT 1;
    \\role idle
    \\fix f
    \\role woker
    SELECT 2;
    """
  #expect(
    report(text) == [
      "5:1: warning: role 'idle' does nothing",
      "7:1: warning: role 'woker' is none of 'buggy', whose own roles run beside it",
    ])
}

@Test("A body of a fix has to say whose it is where buggy has roles")
func bodyWithoutRole() {
  let text = "\\scenario s\n\\variant buggy\n\\role a\nSELECT 1;\n\\fix f\nSELECT 2;"
  #expect(report(text) == ["5:1: error: fix 'f' does not say whose body this is"])
}

@Test("A variable that only another role sets has no value")
func otherRole() {
  let text = Sample.withBody("\\role a\n\\set v 1\n\\role b\nSELECT :v;")
  let message = "':v' is set only in role 'a' of variant 'buggy', not in role 'b' of variant 'buggy'"
  #expect(report(text) == ["6:8: error: \(message)"])
}

@Test("A row whose columns the text does not tell may set any name with its prefix")
func openColumns() {
  #expect(report(Sample.withBody("SELECT * FROM t \\gset\nSELECT :any;")).isEmpty)
  let prefixed = report(Sample.withBody("SELECT * FROM t \\gset p_\nSELECT :p_any, :any;"))
  #expect(prefixed == ["4:16: error: unknown variable ':any'"])
}

@Test(
  "An invariant that cannot fail, or cannot hold, is warned about",
  arguments: [
    ("SELECT 1 WHERE false", "this invariant cannot fail: its query never returns a row"),
    ("SELECT a FROM t LIMIT 0", "this invariant cannot fail: its query never returns a row"),
    (
      "SELECT count(*) FROM t WHERE a < 0",
      "this invariant always fails: an aggregate without GROUP BY returns a row"
    ),
    ("SELECT count(*) FROM t HAVING count(*) > 1", nil), ("SELECT count(*) FROM t GROUP BY a", nil),
    ("SELECT 1 WHERE false UNION SELECT 2", nil), ("SELECT a FROM t WHERE (SELECT false)", nil),
    ("SELECT count(*) OVER () FROM t WHERE a < 0", nil), ("(SELECT 1)", nil), ("TABLE t", nil),
    ("VALUES (1)", nil),
  ] as [(String, String?)])
func vacuousInvariants(query: String, message: String?) {
  let result = parse(Sample.withSection("\\invariant i\n\(query);"))
  #expect(result.scenario != nil)
  #expect(result.diagnostics.map(\.message) == (message.map { [$0] } ?? []))
}

@Test("A scenario in which nothing can fail is warned about")
func nothingFails() {
  #expect(
    report(Sample.withHeader("\\atomic none\n\\allow error")) == [
      "1:1: warning: nothing can fail: there is no invariant, no '\\never', and errors are allowed"
    ])
  #expect(report(Sample.withHeader("\\atomic none")).isEmpty)
}

@Test("Slips are told from other words by their distance")
func suggestions() {
  #expect(Suggestion.nearest(to: "gseet", among: Directive.names) == "gset")
  #expect(Suggestion.nearest(to: "IF", among: Directive.names) == "if")
  #expect(Suggestion.nearest(to: "whiel", among: Directive.names) == "while")
  #expect(Suggestion.nearest(to: "completely", among: Directive.names) == nil)
  #expect(Suggestion.nearest(to: String(repeating: "a", count: 1000), among: ["a"]) == nil)
  #expect(Suggestion.distance(Array("abcd".utf8), Array("acbd".utf8)) == 1)
  #expect(Suggestion.distance([], Array("abc".utf8)) == 3)
}

@Test("Every directive has a usage that begins with it or shows it, and a place to stand")
func directiveTable() {
  for directive in Directive.all {
    #expect(directive.usage.contains("\\\(directive.name)"))
    #expect(!directive.places.isEmpty)
    if let opener = directive.closes { #expect(Directive.named(opener) != nil) }
  }
}
