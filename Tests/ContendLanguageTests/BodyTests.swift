import ContendModel
import Testing

@testable import ContendLanguage

/// A body that several variants share is written once.
@Suite struct BodyTests {
  @Test func `a named body is pasted where it is asked for, with what it sets`() throws {
    let text = """
      \(Sample.header)
      \\body reading
      BEGIN;
      SELECT 1 AS n \\gset
      \\if :n > 0
        \\set twice :n * 2
      \\endif
      \\endbody
      \\variant buggy
      \\paste reading
      SELECT :twice;
      COMMIT;
      \\fix other
      \\paste reading
      SELECT :twice + 1;
      COMMIT;
      """
    let scenario = try scenario(text)
    let buggy = try #require(scenario.buggy?.roles.first?.body)
    let fix = try #require(scenario.fixes.first?.roles.first?.body)
    #expect(buggy.count == 5 && fix.count == 5)
    #expect(Array(buggy.prefix(3)).map(\.location.line) == [3, 4, 5])
    var ids: [Int] = []
    (buggy + fix).forEachStatement { ids.append($0.id) }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `mistakes with bodies are told`() {
    #expect(
      reportWithHints(Sample.withBody("\\paste reding\nSELECT 1;")) == [
        "3:8: error: there is no body 'reding'",
        "hint: write it before, between '\\body reding' and '\\endbody'",
      ])
    #expect(
      reportWithHints("\(Sample.header)\n\\body a\nSELECT 1;\n\\variant buggy\n\\paste b\nSELECT 2;") == [
        "2:1: error: '\\body' is not closed before '\\variant'", "hint: close it with '\\endbody'",
        "5:8: error: there is no body 'b'", "hint: did you mean 'a'?",
      ])
    #expect(
      reportWithHints(
        "\(Sample.header)\n\\body a\n\\paste a\n\\endbody\n\\variant buggy\n\\paste a\nSELECT 2;") == [
          "3:8: error: body 'a' pastes itself, or too much", "hint: take this '\\paste' out",
        ])
    #expect(
      reportWithHints(Sample.withBody("SELECT 1;\n\\endbody")) == [
        "4:1: error: '\\endbody' without '\\body'", "hint: begin it with '\\body NAME'",
      ])
    #expect(
      reportWithHints("\(Sample.header)\n\\body a\nSELECT 1;\n\\endbody\n\(Sample.buggy)\n") == [
        "2:1: warning: nothing pastes body 'a'", "hint: '\\paste a' puts it into a body",
      ])
  }

  @Test func `a body includes statements and steps of a file`() throws {
    let files = ["steps.sql": "SELECT 1 AS n \\gset\n\\set m :n\n", "section.sql": "\\fix x\nSELECT 1;\n"]
    let steps = try scenario(Sample.withBody("\\include steps.sql\nSELECT :m;"), including: files).buggy?
      .roles.first?.body
    #expect(steps?.count == 3)
    #expect(
      report(Sample.withBody("\\include section.sql\nSELECT 1;"), including: files).first
        == "section.sql 1:1: error: '\\fix' cannot stand in an included file")
  }
}

/// What is typed by something else than a keyboard is named.
@Suite struct TypographyTests {
  @Test func `smart quotes and spaces that do not break are named where they stand`() {
    #expect(
      reportWithHints("\\scenario sample\n\\symptom message=“gone”\n\(Sample.buggy)\n") == [
        "2:18: error: '“' is a typographic quote, which is no part of the language",
        "hint: write \" for names and titles, ' for text in SQL",
      ])
    #expect(
      reportWithHints(Sample.withBody("UPDATE t SET a = ‘x’;")) == [
        "3:18: error: '‘' is a typographic quote, which is no part of the language", "hint: write '",
      ])
    #expect(
      reportWithHints(Sample.withBody("\\set\u{A0}n 1\nSELECT :n;")) == [
        "3:5: error: '\u{A0}' is a no-break space (U+00A0), which is no part of the language",
        "hint: write a plain space",
      ])
    #expect(report(Sample.withBody("SELECT 'a “quoted” text', \"ß\" AS größe; -- “comment”")) == [])
  }
}

/// A slip is one message, and what is no part of the language says why.
@Suite struct SlipTests {
  @Test func `a misspelt section is one error`() {
    let text = """
      \(Sample.header)
      \\setup
      CREATE TABLE t (id int);
      \\varient buggy "x"
      \\role writer clients=2
      BEGIN;
      SELECT 1 AS n \\gset
      \\if :n > 0
      \\reject no
      \\endif
      COMMIT;
      \\fix a
      \\role writer clients=2
      SELECT 1;
      """
    #expect(
      reportWithHints(text) == [
        "4:1: error: unknown directive '\\varient'", "hint: did you mean '\\variant'?",
      ])
  }

  @Test(
    "A command of psql says what it is not",
    arguments: [
      ("d t", "d", "looks at the database"), ("x", "x", "what psql shows"),
      ("q", "q", "a file ends at its end"),
      ("timing on", "timing", "what psql shows"), ("! ls", "!", "no scenario runs a shell"),
      ("begin", "begin", "without a backslash"), ("COMMIT", "COMMIT", "without a backslash"),
    ])
  func psqlCommands(line: String, name: String, advice: String) {
    let found = reportWithHints(Sample.withBody("\\\(line)\nSELECT 1;"))
    #expect(found.first == "3:1: error: '\\\(name)' is not a scenario directive")
    #expect(found.last?.contains(advice) == true)
  }

  @Test func `a connection that is taken and never used is doubtful`() {
    #expect(
      reportWithHints(Sample.withBody("\\acquire audit\nINSERT INTO t VALUES (1);")) == [
        "3:1: warning: nothing runs on connection 'audit'",
        "hint: '\\use audit' makes it the one that the next statements use",
      ])
  }

  @Test func `the connection that is taken after the last one went is in use`() {
    #expect(reportWithHints(Sample.withBody("\\disconnect\n\\acquire audit\nSELECT 1;")) == [])
    #expect(reportWithHints(Sample.withBody("\\release\n\\acquire audit\nSELECT 1;")) == [])
  }

  @Test func `a deadline stands in a try, and a unit of atomicity in a fix or a role`() throws {
    let steps = try body(
      "\\try timeout\n\\deadline 5ms\nSELECT 1;\n\\catch\n\\endtry\n\\disconnect\n\\acquire main")
    guard case .attempt(_, let tried, _) = steps[0].action else {
      Issue.record("no try")
      return
    }
    #expect(tried[0].action == .deadline(.milliseconds(5)))
    #expect(steps[1].action == .disconnect(connection: nil))
    let fix =
      "\\fix f\n\\atomic none\nSELECT 1;\n\\fix g\n\\role a\n\\atomic transaction\nSELECT 1;\n\\role b\nSELECT 2;"
    let parsed = try scenario(Sample.withSection(fix))
    let units = parsed.variants.map { $0.serialUnits(in: parsed.judging) }
    #expect(units.map(\.unit) == [.operation, .none, .operation])
    #expect(units[2].roles == ["a": .transaction])
    #expect(units[2].dividesCalls && !units[0].dividesCalls)
  }

  @Test func `roles say how many clients explore has, unless it says so itself`() throws {
    let roles = "\\variant buggy\n\\role worker clients=3\nSELECT 1;\n"
    #expect(try scenario("\(Sample.header)\n\(roles)").exploreScope.clients == 3)
    #expect(try scenario("\(Sample.header)\n\\explore clients=2\n\(roles)").exploreScope.clients == 2)
    #expect(try scenario(Sample.withBody("SELECT 1;")).exploreScope.clients == 2)
  }
}
