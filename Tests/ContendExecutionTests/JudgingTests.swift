import ContendExecution
import ContendModel
import Testing

struct JudgingTests {
  @Test func `calls tells how every call ended`() async throws {
    let trial = Trial(
      footer: """
        \\invariant ends "x"
        SELECT client_id, client, role, name, call, outcome, reason, sqlstate, attempts, said, vars->>'n'
          FROM calls ORDER BY client_id;
        """, clients: 4)
    let history = try await trial.round(
      #"""
      \set n :client
      \say told :client
      \if :client = 1
        \reject sold_out
      \elif :client = 2
        \fail broken
      \elif :client = 3
        INSERT INTO item VALUES (1, 1);
      \endif
      """#)
    #expect(
      history.rows(of: "ends") == [
        ["1", "1", "client", "client1", "1", "rejected", "sold_out", nil, "1", "{\"told 1\"}", "1"],
        ["2", "2", "client", "client2", "1", "error", "broken", nil, "1", "{\"told 2\"}", "2"],
        ["3", "3", "client", "client3", "1", "error", nil, "23505", "1", "{\"told 3\"}", "3"],
        ["4", "4", "client", "client4", "1", "ok", nil, nil, "1", "{\"told 4\"}", "4"],
      ])
  }

  @Test func `the columns of calls have their types, and said is never NULL`() async throws {
    let columns = [
      "client_id integer", "client integer", "role text", "name text", "call integer", "outcome text",
      "reason text", "said text[]", "sqlstate text", "attempts integer", "ms double precision", "vars jsonb",
    ]
    let types = columns.map { "pg_typeof(\($0.prefix { $0 != " " }))" }.joined(separator: ", ")
    let trial = Trial(
      footer: "\\invariant types \"x\"\nSELECT \(types), said IS NULL, ms >= 0 FROM calls;")
    let row = try #require(try await trial.round("SELECT 1;").rows(of: "types")?.first)
    #expect(row.dropLast(2) == columns.map { $0.drop { $0 != " " }.dropFirst() }.map(String.init)[...])
    #expect(row.suffix(2) == ["f", "t"])
  }

  @Test func `vars holds numbers as numbers and leaves unset variables out`() async throws {
    let trial = Trial(footer: "\\invariant vars \"x\"\nSELECT vars FROM calls;")
    let history = try await trial.round(
      #"""
      \set number 3
      \set price 1.50
      \set word 'a "quoted" word'
      \set yes true
      \set list [1, 2]
      SELECT NULL::int AS nothing  \gset
      SELECT n FROM item WHERE id = 9  \gset
      """#)
    let text = try #require(history.rows(of: "vars")?.first?.first ?? nil)
    for part in [
      #""number": 3"#, #""price": 1.5"#, #""word": "a \"quoted\" word""#, #""yes": true"#, #""list": [1, 2]"#,
      #""nothing": null"#,
    ] { #expect(text.contains(part), "\(text) lacks \(part)") }
    #expect(!text.contains("\"n\""))
  }

  @Test func `finally runs after the clients and before the invariants`() async throws {
    let trial = Trial(
      footer: """
        \\finally
        UPDATE item SET n = (SELECT count(*) FROM calls WHERE outcome = 'ok') WHERE id = 2;
        \\endfinally
        \\invariant n "x"
        SELECT n FROM item WHERE id = 2;
        """, clients: 3)
    let history = try await trial.round("SELECT 1;")
    #expect(history.rows(of: "n") == [["3"]])
    #expect(history.finallyError == nil)
  }

  @Test func `a variant's finally replaces the scenario's, and its error is kept`() async throws {
    let trial = Trial(
      footer: "\\finally\nUPDATE item SET n = 0;\n\\endfinally\n\\invariant n \"x\"\nSELECT n FROM item;")
    let history = try await trial.round("SELECT 1;\n\\finally\nINSERT INTO item VALUES (1, 1);\n\\endfinally")
    #expect(history.finallyError?.sqlState == "23505")
    #expect(history.rows(of: "n") == [["10"], ["20"]])
  }

  @Test func `an invariant whose query fails is no answer, and the others still are`() async throws {
    let trial = Trial(
      footer: "\\invariant broken \"x\"\nSELECT 1 / (n - 10) FROM item;\n\\invariant whole \"x\"\nSELECT 7;")
    let history = try await trial.round("SELECT 1;")
    #expect(history.rows(of: "broken") == nil)
    #expect(history.rows(of: "whole") == [["7"]])
  }

  @Test func `an invariant that does not return is no answer`() async throws {
    let trial = Trial(
      footer: "\\invariant slow \"x\"\nSELECT pg_sleep(60);", stepTimeout: .milliseconds(300))
    let history = try await trial.round("SELECT 1;")
    #expect(history.rows(of: "slow") == nil)
  }

  @Test(
    arguments: [
      ("SELECT * FROM item WHERE n < 0", 2), ("SELECT * FROM item WHERE id = 1 AND n < 0", 1),
      ("SELECT * FROM item WHERE id = 9", 0), ("SELECT * FROM calls WHERE ms < 0", 3),
      ("SELECT id FROM item WHERE id > 5", 0),
    ])
  func `rows that an invariant read are counted`(query: String, rows: Int) async throws {
    let trial = Trial(
      footer: "\\invariant other \"x\"\nSELECT * FROM item;\n\\invariant read \"x\"\n\(query);", clients: 3)
    let history = try await trial.withArm("SELECT 1;") { arm in
      // A table of two rows is read in sequence unless that is forbidden.
      try #require(try await arm.run(round: 1, stopSignal: StopSignal()))
    }
    let reading = try #require(history.invariants.first { $0.name == "read" })
    let read = try #require(reading.rowsRead)
    // The planner may read both rows of the table to find one.
    #expect(read == rows || (query.contains("id") && read == 2))
  }

  @Test func `a view called calls is refused at its place`() async throws {
    let fault = try await Trial(setup: "CREATE TABLE item (id int, n int);\nCREATE VIEW calls AS SELECT 1;")
      .fault("SELECT 1;")
    #expect(fault?.message.contains("calls") == true)
    #expect(fault?.location.line == 5)
  }

  @Test func `a mistake in the set-up is told with its place`() async throws {
    let fault = try await Trial(setup: "CREATE TABLE item (id int, n int);\nINSERT INTO itme VALUES (1);")
      .fault("SELECT 1;")
    #expect(fault?.message.contains("42P01") == true)
    #expect(fault?.location.line == 5)
  }

  @Test func `a migration belongs to its variant alone`() async throws {
    let trial = Trial(
      footer:
        "\\fix indexed \"x\"\n\\migration\nALTER TABLE item ADD extra int DEFAULT 5;\n\\endmigration\nSELECT extra FROM item WHERE id = 1  \\gset"
    )
    let fix = try await trial.round("SELECT extra FROM item;", variant: "indexed")
    #expect(fix.calls[0].variables["extra"] == .integer(5))
    let buggy = try await trial.round("SELECT extra FROM item;")
    #expect(buggy.calls[0].outcome.description == "error:42703")
  }
}
